import { divideHalfAway, type Nano, nano, zero } from '../money/nano.ts';
import type { Tier } from './price-schema.ts';

/** Each unit at the price of the tier that it falls in. `units` are the meter's; tiers count in `per` of them. */
export function graduatedAmount(units: bigint, tiers: readonly Tier[], per: number): Nano {
  let dividend = 0n;
  let floor = 0n;
  for (const tier of tiers) {
    const ceiling = tier.upTo === undefined ? units : BigInt(tier.upTo) * BigInt(per);
    const inTier = (units < ceiling ? units : ceiling) - floor;
    if (inTier <= 0n) break;
    dividend += tier.price * inTier;
    floor = ceiling;
  }
  return nano(divideHalfAway(dividend, BigInt(per)));
}

/** Every unit at the price of the tier that `reached` units fall in. */
export function volumeAmount(units: bigint, tiers: readonly Tier[], per: number, reached = units): Nano {
  const tier = tiers.find(({ upTo }) => upTo === undefined || reached <= BigInt(upTo) * BigInt(per));
  return nano(divideHalfAway((tier?.price ?? zero) * units, BigInt(per)));
}

/** Whole packages: the first unit of a package pays for all of it. */
export function packageAmount(units: bigint, size: number, price: Nano, per: number): Nano {
  const whole = BigInt(size) * BigInt(per);
  return nano(((units + whole - 1n) / whole) * price);
}
