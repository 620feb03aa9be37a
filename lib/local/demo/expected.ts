import { nanoOf } from './decimal.ts';
import { expectedHoldings } from './expected-holdings.ts';
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

type Increment = { readonly First: number; readonly Next: number };
type Rate = { readonly Price: string; readonly Connect?: string; readonly Increment?: Increment };
type Line = {
  readonly Meter: string;
  readonly Per: number;
  readonly Increment?: Increment;
  readonly Allowance?: { readonly Units: number };
  readonly Price:
    | ({ readonly Model: 'per-unit' } & Rate)
    | { readonly Model: 'deck'; readonly Rates: readonly (Rate & { readonly Prefix: string })[] }
    | { readonly Model: 'graduated'; readonly Tiers: readonly { readonly UpTo?: number; readonly Price: string }[] }
    | { readonly Model: 'package'; readonly Size: number; readonly Price: string };
};
type Plan = { readonly EffectiveFrom: string; readonly Lines: readonly Line[]; readonly Commitment?: string };

const cent = 10_000_000n;

export function expectedStatement(
  tenant: TenantKey,
  uses: readonly ExpectedUse[] = [...expectedUses(), ...expectedHoldings()],
): ExpectedStatement {
  const plan: Plan = tenants[tenant].plan;
  const own = uses.filter((use) => use.tenant === tenant);
  const meters: Record<string, ExpectedMeter> = {};
  for (const line of plan.Lines) {
    const ofMeter = own.filter(({ meter }) => meter === line.Meter);
    meters[line.Meter] = priced(line, ofMeter);
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

type PricedUse = { readonly units: bigint; readonly amount: bigint };

/** One use by itself: its seconds rounded up to the increment, at the price of the longest prefix that fits. */
function pricedUse({ Price, Per, Increment }: Line, { farEnd, quantity }: ExpectedUse): PricedUse {
  if (Price.Model === 'graduated' || Price.Model === 'package') return { units: quantity, amount: 0n };
  const rate = Price.Model === 'deck' ? longestPrefix(Price.Rates, farEnd) : Price;
  const units = roundedUp(quantity, rate.Increment ?? Increment ?? { First: 1, Next: 1 });
  if (units === 0n) return { units, amount: 0n };
  return { units, amount: nanoOf(rate.Connect ?? '0') + rounded(nanoOf(rate.Price) * units, BigInt(Per)) };
}

function longestPrefix(rates: readonly (Rate & { readonly Prefix: string })[], farEnd: string): Rate {
  const [rate] = rates
    .filter(({ Prefix }) => farEnd.startsWith(`+${Prefix}`))
    .sort((left, right) => right.Prefix.length - left.Prefix.length);
  if (rate === undefined) throw new Error(`The demo's plan has no price for ${farEnd}`);
  return rate;
}

/** What depends on the whole period; undefined where nothing does. The demo's tiers, packages and allowances are by the unit. */
function periodAmount({ Price, Allowance }: Line, units: bigint): bigint | undefined {
  if (Price.Model === 'package') {
    const packages = roundedUp(units, { First: Price.Size, Next: Price.Size }) / BigInt(Price.Size);
    return packages * nanoOf(Price.Price);
  }
  if (Price.Model === 'graduated') {
    let from = 0n;
    return Price.Tiers.reduce((sum, { UpTo, Price: tierPrice }) => {
      const to = UpTo === undefined || units < BigInt(UpTo) ? units : BigInt(UpTo);
      const inTier = to - from;
      from = to;
      return sum + inTier * nanoOf(tierPrice);
    }, 0n);
  }
  if (Allowance === undefined || Price.Model !== 'per-unit') return undefined;
  const paid = units - BigInt(Allowance.Units);
  return paid > 0n ? paid * nanoOf(Price.Price) : 0n;
}

/** A month's commitment for the part of the month in which the plan was in force. */
function committed(plan: Plan, period: { readonly startsAt: string; readonly endsAt: string }): bigint {
  const until = (from: string) => BigInt(Date.parse(period.endsAt) - Date.parse(from));
  return rounded(nanoOf(plan.Commitment ?? '0') * until(plan.EffectiveFrom), until(period.startsAt));
}

function roundedUp(quantity: bigint, { First, Next }: Increment): bigint {
  if (quantity === 0n) return 0n;
  const more = quantity - BigInt(First);
  const steps = more > 0n ? (more + BigInt(Next) - 1n) / BigInt(Next) : 0n;
  return BigInt(First) + steps * BigInt(Next);
}

/** To the nearest whole, halves up: nothing here is negative. */
const rounded = (dividend: bigint, divisor: bigint): bigint => (2n * dividend + divisor) / (2n * divisor);
