import { type Nano, share, subtract } from '../money/nano.ts';
import type { LedgerLine } from './ledger-line.ts';
import type { PlanLine } from './plan-line.ts';
import { graduatedAmount, packageAmount, volumeAmount } from './tiers.ts';

/** What the model charges for a period's units, included ones left out as the allowance's mode says. */
export function modelAmount(line: PlanLine, units: bigint, included: bigint): Nano | undefined {
  const { price, per, allowance } = line;
  const paid = units > included ? units - included : 0n;
  const occupies = allowance?.mode === 'occupy-tiers';
  switch (price.model) {
    case 'graduated':
      if (!occupies) return graduatedAmount(paid, price.tiers, per);
      return subtract(graduatedAmount(units, price.tiers, per), graduatedAmount(units - paid, price.tiers, per));
    case 'volume':
      return volumeAmount(paid, price.tiers, per, occupies ? units : paid);
    case 'package':
      return packageAmount(paid, price.size, price.price, per);
    default:
      return undefined;
  }
}

/**
 * What an allowance, of which so many units are `left`, takes off a line priced by itself (per unit, deck): the first included
 * units in billing order are free, connection fees are not. `free` is positive or 0.
 */
export function takeOffAllowance(
  left: bigint,
  { billedUnits, amount, connect }: LedgerLine,
): { readonly left: bigint; readonly free: bigint } {
  if (left <= 0n || billedUnits <= 0n) return { left, free: 0n };
  const covered = billedUnits < left ? billedUnits : left;
  return { left: left - covered, free: share(subtract(amount, connect), covered, billedUnits) };
}
