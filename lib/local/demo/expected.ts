import { type ExpectedUse, expectedUses } from './expected-uses.ts';
import { type TenantKey, tenants } from './tenants.ts';

/**
 * What the statements must say, worked out from the script of the day and the plans' prices alone, with arithmetic of
 * its own: none of the platform's metering, rating or statements is used here. Money in nano-units of a dollar.
 */
export type ExpectedStatement = {
  readonly meters: Readonly<Record<string, ExpectedMeter>>;
  /** What is missing to the commitment. */
  readonly trueUp: bigint;
  readonly total: bigint;
  /** The total in whole cents. */
  readonly payable: bigint;
};
export type ExpectedMeter = {
  readonly uses: number;
  readonly quantity: bigint;
  readonly billedUnits: bigint;
  /** After tiers, packages and allowances. */
  readonly amount: bigint;
};

type Increment = { readonly first: number; readonly next: number };
type Rate = { readonly price: string; readonly connect?: string; readonly increment?: Increment };
type Line = {
  readonly meter: string;
  readonly per: number;
  readonly increment?: Increment;
  readonly allowance?: { readonly units: number };
  readonly price:
    | ({ readonly model: 'per-unit' } & Rate)
    | { readonly model: 'deck'; readonly rates: readonly (Rate & { readonly prefix: string })[] }
    | { readonly model: 'graduated'; readonly tiers: readonly { readonly upTo?: number; readonly price: string }[] }
    | { readonly model: 'package'; readonly size: number; readonly price: string };
};
type Plan = { readonly effectiveFrom: string; readonly lines: readonly Line[]; readonly commitment?: string };

const cent = 10_000_000n;

export function expectedStatement(tenant: TenantKey, uses: readonly ExpectedUse[] = expectedUses()): ExpectedStatement {
  const plan: Plan = tenants[tenant].plan;
  const own = uses.filter((use) => use.tenant === tenant);
  const meters: Record<string, ExpectedMeter> = {};
  for (const line of plan.lines) {
    meters[line.meter] = priced(
      line,
      own.filter(({ meter }) => meter === line.meter),
    );
  }
  const spent = Object.values(meters).reduce((sum, { amount }) => sum + amount, 0n);
  const missing = committed(plan, tenants[tenant].period) - spent;
  const trueUp = missing > 0n ? missing : 0n;
  const total = spent + trueUp;
  return { meters, trueUp, total, payable: rounded(total, cent) * cent };
}

function priced(line: Line, uses: readonly ExpectedUse[]): ExpectedMeter {
  const each = uses.map((use) => pricedUse(line, use));
  const billedUnits = each.reduce((sum, { units }) => sum + units, 0n);
  const quantity = uses.reduce((sum, use) => sum + use.quantity, 0n);
  const listed = each.reduce((sum, { amount }) => sum + amount, 0n);
  return { uses: uses.length, quantity, billedUnits, amount: periodAmount(line, billedUnits) ?? listed };
}

/** One use by itself: its seconds rounded up to the increment, at the price of the longest prefix that fits. */
function pricedUse(
  { price, per, increment }: Line,
  { farEnd, quantity }: ExpectedUse,
): { units: bigint; amount: bigint } {
  if (price.model === 'graduated' || price.model === 'package') return { units: quantity, amount: 0n };
  const rate = price.model === 'deck' ? longestPrefix(price.rates, farEnd) : price;
  const units = roundedUp(quantity, rate.increment ?? increment ?? { first: 1, next: 1 });
  if (units === 0n) return { units, amount: 0n };
  return { units, amount: nano(rate.connect ?? '0') + rounded(nano(rate.price) * units, BigInt(per)) };
}

function longestPrefix(rates: readonly (Rate & { readonly prefix: string })[], farEnd: string): Rate {
  const [rate] = rates
    .filter(({ prefix }) => farEnd.startsWith(`+${prefix}`))
    .sort((left, right) => right.prefix.length - left.prefix.length);
  if (rate === undefined) throw new Error(`The demo's plan has no price for ${farEnd}`);
  return rate;
}

/** What depends on the whole period; undefined where nothing does. The demo's tiers, packages and allowances are by the unit. */
function periodAmount({ price, allowance }: Line, units: bigint): bigint | undefined {
  if (price.model === 'package')
    return (roundedUp(units, { first: price.size, next: price.size }) / BigInt(price.size)) * nano(price.price);
  if (price.model === 'graduated') {
    let from = 0n;
    return price.tiers.reduce((sum, { upTo, price: tierPrice }) => {
      const to = upTo === undefined || units < BigInt(upTo) ? units : BigInt(upTo);
      const inTier = to - from;
      from = to;
      return sum + inTier * nano(tierPrice);
    }, 0n);
  }
  if (allowance === undefined || price.model !== 'per-unit') return undefined;
  const paid = units - BigInt(allowance.units);
  return paid > 0n ? paid * nano(price.price) : 0n;
}

/** A month's commitment for the part of the month in which the plan was in force. */
function committed(plan: Plan, period: { readonly startsAt: string; readonly endsAt: string }): bigint {
  const until = (from: string) => BigInt(Date.parse(period.endsAt) - Date.parse(from));
  return rounded(nano(plan.commitment ?? '0') * until(plan.effectiveFrom), until(period.startsAt));
}

function roundedUp(quantity: bigint, { first, next }: Increment): bigint {
  if (quantity === 0n) return 0n;
  let units = BigInt(first);
  while (units < quantity) units += BigInt(next);
  return units;
}

/** To the nearest whole, halves up: nothing here is negative. */
const rounded = (dividend: bigint, divisor: bigint): bigint => (2n * dividend + divisor) / (2n * divisor);

/** Nano-units of a decimal text with at most nine decimals. */
function nano(decimal: string): bigint {
  const [whole = '', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(9, '0'));
}
