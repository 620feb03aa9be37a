import { negate, sum } from '../money/nano.ts';
import { correctionsMeter } from '../rating/ledger-line.ts';
import type { OnStatement } from './adjust-accounts.ts';
import type { StatementAdjustment } from './statement.ts';

/**
 * What a balance has paid of an account's lines already, one adjustment a plan's version, negative: nobody pays twice.
 * Tiers and commitments change what a statement asks for, not what the balance paid at list prices.
 */
export function paidInAdvance({ sid, lines, paid }: OnStatement): StatementAdjustment[] {
  const own = lines.filter(({ id }) => paid?.has(id) === true);
  const byPlan = Map.groupBy(own, ({ plan = correctionsMeter, version = 0 }) => `${plan}#${version}`);
  return [...byPlan.keys()].sort().flatMap((key) => {
    const [{ plan = correctionsMeter, version = 0 } = {}] = byPlan.get(key) ?? [];
    const amount = negate(sum((byPlan.get(key) ?? []).map((line) => line.amount)));
    if (amount === 0n) return [];
    return [{ kind: 'paid-in-advance', meter: undefined, units: 0n, accountSid: sid, plan, version, amount }];
  });
}
