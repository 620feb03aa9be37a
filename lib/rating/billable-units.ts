import type { Increment } from './price-schema.ts';

const byOne: Increment = { first: 1, next: 1 };

/**
 * Billed seconds of a call, or units of any meter (billing.md, Rating): 0 if not answered; at least the minimum; the first
 * increment whole; then whole increments. The duration is rounded first, then priced.
 */
export function billableUnits(quantity: bigint, increment: Increment = byOne): bigint {
  if (quantity <= 0n) return 0n;
  const minimum = BigInt(increment.minimum ?? 0);
  const least = quantity > minimum ? quantity : minimum;
  const first = BigInt(increment.first);
  if (least <= first) return first;
  const next = BigInt(increment.next);
  return first + ((least - first + next - 1n) / next) * next;
}
