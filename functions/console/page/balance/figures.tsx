import type { Live } from '../live.ts';
import { Shown } from '../shown.tsx';
import { type Balance, wayToPay } from './use-balance.ts';

type Tile = readonly [term: string, figure: string | null, remark?: string];

/** What an account has, as far as its way to pay has it. */
export const Figures = ({ balance }: { readonly balance: Live<Balance> }) => (
  <Shown live={balance}>
    {(shown) => (
      <dl class="tiles">
        {tilesOf(shown).map(([term, figure, remark]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>
              {figure}
              {remark !== undefined && <small>{remark}</small>}
            </dd>
          </div>
        ))}
      </dl>
    )}
  </Shown>
);

function tilesOf(balance: Balance): readonly Tile[] {
  const { Mode, Currency, Period } = balance;
  const money = (amount: string) => `${amount} ${Currency}`;
  const pays: Tile = ['Pays', wayToPay(balance)];
  const spent: Tile =
    Mode === 'prepaid'
      ? ['Spent', money(balance.Spent), 'of its top-ups']
      : [`Charged in ${Period}`, money(balance.Spent), 'with corrections and credits'];
  if (balance.Available === null) return [pays, spent];
  const own: readonly Tile[] = [
    pays,
    ['Available', money(balance.Available), 'for new calls and messages'],
    ['Held', money(balance.Held), 'for what is going on'],
    ['Balance', money(balance.Balance), 'available and held'],
  ];
  if (Mode === 'capped') return [...own, ['Credit limit', money(balance.Cap ?? '0'), 'in a month'], spent];
  return [...own, ['Topped up', money(balance.ToppedUp)], spent];
}
