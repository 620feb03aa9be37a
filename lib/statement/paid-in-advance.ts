import { negate } from '../money/nano.ts';
import type { AccountSums } from './account-sums.ts';
import type { StatementAdjustment } from './statement.ts';

/**
 * What a balance has paid of an account's lines already, one adjustment a plan's version, negative: nobody pays twice.
 * Tiers and commitments change what a statement asks for, not what the balance paid at list prices.
 */
export function paidInAdvance({ sid, paid }: AccountSums): StatementAdjustment[] {
  const inOrder = [...paid].sort(([left], [right]) => (left < right ? -1 : 1));
  return inOrder.flatMap(([, { plan, version, amount }]) => {
    if (amount === 0n) return [];
    const kind = 'paid-in-advance';
    return [{ kind, meter: undefined, units: 0n, accountSid: sid, plan, version, amount: negate(amount) }];
  });
}
