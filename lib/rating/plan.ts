import * as z from 'zod/mini';
import localeOf from 'zod/v4/locales/en.js';
import { currencies } from '../money/currency.ts';
import { isZone } from '../period/day.ts';
import { contradictionsOfDiscounts, DiscountSchema } from './discount.ts';
import { type PlanLine, PlanLineSchema } from './plan-line.ts';
import { type Contradiction, contradictionsOfTiers, PlanTierSchema } from './plan-tier.ts';
import { type DeckRate, Price } from './price-schema.ts';

const english = localeOf();

/** The JSON of a rate plan's version. Money is decimal text; what is unknown or misspelt is refused. */
export const PlanSchema = z
  .strictObject({
    plan: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be a name of a-z, 0-9 and -')),
    currency: z.enum(currencies),
    /** Uses that begin from here on are priced by this version. */
    effectiveFrom: z.iso.datetime(),
    /** The IANA zone of the time bands. */
    zone: z.optional(z.string().check(z.refine(isZone, 'must be an IANA zone such as Europe/London'))),
    lines: z.array(PlanLineSchema).check(z.minLength(1), z.maxLength(100)),
    /** The least that a whole period costs under this plan; the difference is trued up at its close. */
    commitment: z.optional(Price),
    /** Taken off what the meters came to in a period, tiers and overage included; a meter's own goes before that of all. */
    discounts: z.optional(z.array(DiscountSchema).check(z.minLength(1), z.maxLength(100))),
    /** Accounts on one statement fill tiers, allowances and the commitment together; else each its own. */
    pooled: z.optional(z.boolean()),
    /** Named tiers, of which a profile chooses one: each with prices of its own and limits of what may be used in a period. */
    tiers: z.optional(z.array(PlanTierSchema).check(z.minLength(1), z.maxLength(20))),
  })
  .check((context) => {
    for (const { path, message } of contradictions(context.value)) {
      context.issues.push({ code: 'custom', path, message, input: context.value });
    }
  });

export type PlanInput = z.input<typeof PlanSchema>;
export type Plan = z.output<typeof PlanSchema>;

/** What a field alone cannot tell: repeated meters and prefixes, tiers that do not rise, bands without a zone. */
function* contradictions(plan: Plan): Generator<Contradiction> {
  yield* ofLines(plan.lines, ['lines'], plan.zone);
  for (const [index, { lines }] of (plan.tiers ?? []).entries())
    yield* ofLines(lines ?? [], ['tiers', index, 'lines'], plan.zone);
  yield* contradictionsOfTiers(plan);
  yield* contradictionsOfDiscounts(plan);
}

function* ofLines(lines: readonly PlanLine[], at: (string | number)[], zone?: string): Generator<Contradiction> {
  const meters = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const path = [...at, index];
    if (meters.has(line.meter)) yield { path: [...path, 'meter'], message: `${line.meter} has a line already` };
    meters.add(line.meter);
    yield* ofPrice(line, [...path, 'price'], zone);
  }
}

function* ofPrice({ price, allowance }: PlanLine, path: (string | number)[], zone?: string): Generator<Contradiction> {
  if (price.model === 'flat' && allowance !== undefined)
    yield { path, message: 'a flat price has no use for an allowance' };
  if (price.model === 'graduated' || price.model === 'volume') {
    const message = fallingTiers(price.tiers.map((tier) => tier.upTo));
    if (message !== undefined) yield { path: [...path, 'tiers'], message };
  }
  if (price.model === 'per-unit') yield* ofRate(price, path, zone);
  if (price.model !== 'deck') return;
  if ((price.rates === undefined) === (price.deck === undefined)) yield { path, message: 'takes rates, or a deck' };
  yield* ofRates(price.rates ?? [], [...path, 'rates'], zone);
}

/** What is wrong with the rates of a deck: repeated pairs of prefixes, steps that do not rise, bands without a zone. */
export function* ofRates(
  rates: readonly DeckRate[],
  path: (string | number)[],
  zone?: string,
): Generator<Contradiction> {
  const seen = new Set<string>();
  for (const [index, rate] of rates.entries()) {
    const at = [...path, index];
    const pair = `${rate.prefix} ${rate.origin ?? '*'}`;
    if (seen.has(pair)) yield { path: [...at, 'prefix'], message: `prefix "${rate.prefix}" has a rate already` };
    seen.add(pair);
    yield* ofRate(rate, at, zone);
  }
}

type Stepped = { steps?: { upTo: number }[] | undefined; bands?: unknown[] | undefined };

function* ofRate({ steps, bands }: Stepped, path: (string | number)[], zone?: string): Generator<Contradiction> {
  if (bands !== undefined && zone === undefined)
    yield { path: [...path, 'bands'], message: 'the plan needs a zone for them' };
  if (bands !== undefined && steps !== undefined) yield { path, message: 'a rate has steps or bands, not both' };
  const message = fallingTiers([...(steps ?? []).map((step) => step.upTo), undefined]);
  if (message !== undefined) yield { path: [...path, 'steps'], message };
}

function fallingTiers(limits: readonly (number | undefined)[]): string | undefined {
  if (limits.at(-1) !== undefined) return 'the last one must have no upTo';
  const bounded = limits.slice(0, -1);
  if (bounded.includes(undefined)) return 'only the last one may have no upTo';
  const rising = bounded.every((limit, index) => index === 0 || (limit ?? 0) > (bounded[index - 1] ?? 0));
  return rising ? undefined : 'upTo must rise from one to the next';
}

/** Reads a plan's JSON; the faults name the field and what is wrong: `lines.0.price.price: "0,013" is not a decimal number`. */
export function readPlan(value: unknown): { readonly plan: Plan } | { readonly faults: readonly string[] } {
  const read = z.safeParse(PlanSchema, value, { error: english.localeError });
  if (read.success) return { plan: read.data };
  return { faults: read.error.issues.flatMap(faultsOf) };
}

const faultsOf = (issue: z.core.$ZodIssue): string[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((name) => `${[...issue.path, name].join('.')}: not a known name`)
    : [`${issue.path.join('.')}: ${issue.message}`];
