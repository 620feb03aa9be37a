import { usageId } from '../metering/usage-event.ts';
import { add, type Nano, negate, subtract, sum, zero } from '../money/nano.ts';
import type { Account } from '../store/account.ts';
import type { Write } from '../store/commit.ts';
import { balanceOf, keepBack, moveInPurse, nameOf, type Purse } from './balance.ts';
import { type HeldUse, type Prices, pricesOf } from './cover.ts';
import { type Hold, holdName, holdsOf, putHold, reHold } from './hold.ts';
import { payerFor } from './payer.ts';

/** A use that goes on, with money kept back for so many of its seconds. */
export type OngoingUse = HeldUse & {
  readonly seconds: bigint;
  /** It ends with so many at the latest, whatever the others do. */
  readonly secondsMax?: bigint | undefined;
};

/** By how many seconds all go on, and the writes that keep the money back: none where there is no more. */
export type Extension = { readonly seconds: bigint; readonly writes: readonly Write[] };

/** A use with what is kept back for it and what it costs. */
type Kept = { readonly use: OngoingUse; readonly held: Hold | undefined; readonly prices: Prices };

/**
 * Keeps back the money for the next interval of a call that goes on and of what rides on it, `secondsMax` at most, or
 * for as much of it as there is money for all of them (billing.md, rule 12). What rides on it and has no hold is over.
 * The writes belong to a transaction on condition that the call has not ended; they are lost when somebody else was first to
 * the money. Whoever has become postpaid meanwhile goes on to the end.
 */
export async function extend(
  account: Pick<Account, 'sid' | 'zone'>,
  call: OngoingUse,
  riding: readonly OngoingUse[],
  secondsMax: bigint,
  now: number,
): Promise<Extension> {
  const payer = await payerFor(account, now);
  if (payer === undefined) return { seconds: secondsMax, writes: [] };
  const { purse, holdSeconds } = payer;
  const kept = await keptFor(account.sid, call, riding, now);
  const already = sum(kept.flatMap(({ held }) => (held && isOf(held, purse) ? [held.amount] : [])));
  const money = subtract(add((await balanceOf(purse)).left, already), purse.floor);
  const wanted = BigInt(holdSeconds);
  const seconds = most(kept, money, wanted < secondsMax ? wanted : secondsMax);
  if (seconds === 0n) return { seconds, writes: [] };
  const priced = kept.map((each) => ({ ...each, amount: priceAfter(each, seconds) ?? zero }));
  const total = sum(priced.map(({ amount }) => amount));
  return {
    seconds,
    writes: [
      ...givenBack(kept, purse),
      keepBack(purse, subtract(total, already)),
      ...priced.flatMap(({ use, held, amount }) => {
        if (held !== undefined) return [reHold(held, purse, amount, now)];
        if (amount === 0n) return [];
        return [putHold(keyOf(account.sid, use), purse, amount, now)];
      }),
    ],
  };
}

const keyOf = (accountSid: string, { meter, resourceSid }: HeldUse) => ({
  accountSid,
  id: usageId(meter, resourceSid, 0),
});

const isOf = ({ of }: Hold, purse: Purse): boolean => nameOf(of) === nameOf(purse);

async function keptFor(accountSid: string, call: OngoingUse, riding: readonly OngoingUse[], now: number) {
  const uses = [call, ...riding];
  const holds = await holdsOf(uses.map((use) => keyOf(accountSid, use)));
  const kept: Kept[] = [];
  for (const use of uses) {
    const held = holds.get(holdName(keyOf(accountSid, use)));
    if (use === call || held !== undefined) kept.push({ use, held, prices: await pricesOf(accountSid, use, now) });
  }
  return kept;
}

/** What a use costs when it goes on for so many seconds more. */
function priceAfter({ use: { seconds, secondsMax }, prices }: Kept, more: bigint): Nano | undefined {
  const wanted = seconds + more;
  return prices.priceOf(secondsMax !== undefined && secondsMax < wanted ? secondsMax : wanted);
}

/** The most seconds, `max` at most, that the money pays for all of them. */
function most(kept: readonly Kept[], money: Nano, max: bigint): bigint {
  let found = 0n;
  for (let low = 1n, high = max; low <= high; ) {
    const more = (low + high) / 2n;
    const prices = kept.map((each) => priceAfter(each, more));
    if (prices.includes(undefined)) return 0n;
    if (sum(prices.map((price) => price ?? zero)) <= money) {
      found = more;
      low = more + 1n;
    } else high = more - 1n;
  }
  return found;
}

/** Another month of a capped account, or another way of paying, is another purse: the holds of the one before go over. */
function givenBack(kept: readonly Kept[], purse: Purse): Write[] {
  const others = kept.flatMap(({ held }) => (held !== undefined && !isOf(held, purse) ? [held] : []));
  const byPurse = Map.groupBy(others, ({ of }) => nameOf(of));
  return [...byPurse.values()].flatMap((holds) => {
    const amount = sum(holds.map((each) => each.amount));
    const [first] = holds;
    return first === undefined ? [] : [moveInPurse(first.of, { left: amount, held: negate(amount), spent: zero })];
  });
}
