import * as z from 'zod/mini';
import { MeterName, type PlanLine, PlanLineSchema } from './plan-line.ts';
import { Price, RatePrefix } from './price-schema.ts';

/** The name of a tier. */
export const TierName = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be a name of a-z, 0-9 and -'));

/** How much may be used in a period, and what happens then. Either `units` of a meter, or `money` at list price. */
const UsageLimitSchema = z.strictObject({
  /** Absent: all meters together, which only money can add up. */
  meter: z.optional(MeterName),
  /** Units of `per`: minutes where `per` is 60 seconds. */
  units: z.optional(z.int().check(z.gte(1))),
  money: z.optional(Price),
  /** `refuse`: no use begins that would go beyond. `overage`: what goes beyond is priced at the tier's overage prices. */
  atLimit: z.enum(['refuse', 'overage']),
});

/** The price of a meter's units that are over a limit, for `per` units as its line has it: by prefix where `rates` has one. */
const OveragePriceSchema = z.strictObject({
  meter: MeterName,
  price: Price,
  rates: z.optional(
    z.array(z.strictObject({ prefix: RatePrefix, price: Price })).check(z.minLength(1), z.maxLength(200)),
  ),
});

/** A named tier of a plan. Its lines stand in the place of the plan's lines of the same meters; others are the plan's. */
export const PlanTierSchema = z.strictObject({
  name: TierName,
  lines: z.optional(z.array(PlanLineSchema).check(z.maxLength(100))),
  limits: z.optional(z.array(UsageLimitSchema).check(z.maxLength(50))),
  overagePrices: z.optional(z.array(OveragePriceSchema).check(z.maxLength(100))),
});

export type UsageLimit = z.output<typeof UsageLimitSchema>;
export type OveragePrice = z.output<typeof OveragePriceSchema>;
export type PlanTier = z.output<typeof PlanTierSchema>;

/** What fields together cannot say. */
export interface Contradiction {
  readonly path: (string | number)[];
  readonly message: string;
}

type Path = Contradiction['path'];

/** A plan as far as its tiers go. */
type Tiered = {
  readonly lines: readonly PlanLine[];
  readonly tiers?: readonly PlanTier[] | undefined;
  readonly pooled?: boolean | undefined;
};

/** The lines by which a tier prices: its own, and those of the plan whose meters it leaves as they are. */
export function linesOfTier({ lines }: Pick<Tiered, 'lines'>, tier: PlanTier): PlanLine[] {
  const own = new Map((tier.lines ?? []).map((line) => [line.meter, line]));
  const inherited = lines.map((line) => own.get(line.meter) ?? line);
  return [...inherited, ...[...own.values()].filter(({ meter }) => lines.every((line) => line.meter !== meter))];
}

/** What the tiers of a plan cannot be together: repeated names, limits of nothing, overage without a price. */
export function* contradictionsOfTiers(plan: Tiered): Generator<Contradiction> {
  const names = new Set<string>();
  for (const [index, tier] of (plan.tiers ?? []).entries()) {
    const at: Path = ['tiers', index];
    if (names.has(tier.name)) yield { path: [...at, 'name'], message: `there is a tier ${tier.name} already` };
    names.add(tier.name);
    const meters = new Set(linesOfTier(plan, tier).map(({ meter }) => meter));
    yield* ofLimits(tier, meters, [...at, 'limits']);
    yield* ofOveragePrices(tier, meters, [...at, 'overagePrices']);
    if (plan.pooled === true && (tier.limits ?? []).length > 0)
      yield { path: [...at, 'limits'], message: 'a limit is an account’s own: a pooled plan has none' };
  }
}

function* ofLimits({ limits = [], overagePrices = [] }: PlanTier, meters: Set<string>, at: Path) {
  const seen = new Set<string>();
  for (const [index, { meter, units, money, atLimit }] of limits.entries()) {
    const path = [...at, index];
    if ((units === undefined) === (money === undefined)) yield { path, message: 'takes Units, or Money' };
    if (money === 0n) yield { path: [...path, 'money'], message: 'must be more than 0' };
    if (units !== undefined && meter === undefined)
      yield { path: [...path, 'units'], message: 'are of a Meter; of all meters together a limit is Money' };
    if (meter !== undefined && !meters.has(meter))
      yield { path: [...path, 'meter'], message: `neither tier nor plan has a line for ${meter}` };
    if (seen.has(meter ?? '*')) yield { path, message: `${meter ?? 'all meters together'} has a limit already` };
    seen.add(meter ?? '*');
    const hasPrice = overagePrices.some((price) => meter === undefined || price.meter === meter);
    if (atLimit === 'overage' && !hasPrice)
      yield { path: [...path, 'atLimit'], message: `overage needs a price for ${meter ?? 'a meter'} in OveragePrices` };
  }
}

function* ofOveragePrices({ limits = [], overagePrices = [] }: PlanTier, meters: Set<string>, at: Path) {
  const seen = new Set<string>();
  for (const [index, { meter, rates = [] }] of overagePrices.entries()) {
    const path = [...at, index];
    const concerned = limits.some((limit) => limit.atLimit === 'overage' && (limit.meter ?? meter) === meter);
    if (!meters.has(meter))
      yield { path: [...path, 'meter'], message: `neither tier nor plan has a line for ${meter}` };
    else if (!concerned) yield { path: [...path, 'meter'], message: `no limit with overage concerns ${meter}` };
    if (seen.has(meter)) yield { path: [...path, 'meter'], message: `${meter} has an overage price already` };
    seen.add(meter);
    const prefixes = new Set<string>();
    for (const [rate, { prefix }] of rates.entries()) {
      if (prefixes.has(prefix))
        yield { path: [...path, 'rates', rate, 'prefix'], message: `prefix "${prefix}" has a price already` };
      prefixes.add(prefix);
    }
  }
}
