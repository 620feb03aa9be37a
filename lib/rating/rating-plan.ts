import type { Nano } from '../money/nano.ts';
import { RateDeck } from './deck.ts';
import type { Plan } from './plan.ts';
import type { PlanLine } from './plan-line.ts';
import { linesOfTier, type PlanTier } from './plan-tier.ts';

/** A single price of a plan that an account has otherwise. */
export type Override = {
  readonly meter: string;
  /** Of a deck: the far end's prefix. Undefined for a price per unit. */
  readonly prefix?: string | undefined;
  /** For the line's `per` units. */
  readonly price: Nano;
};

/** A plan's version, ready to rate with: its decks are tries, its meters a map. Made once a version, kept while warm. */
export interface RatingPlan {
  readonly name: string;
  readonly version: number;
  readonly plan: Plan;
  readonly effectiveFrom: number;
  readonly lineOf: (meter: string) => RatingLine | undefined;
  /** The named tier whose prices these are; undefined: none, the plan's own. */
  readonly tier?: PlanTier | undefined;
  /** The plan as each of its tiers has it, by the tier's name. */
  readonly tiers: ReadonlyMap<string, RatingPlan>;
  /** An account's own prices in it, and the profile that has them. */
  readonly overrides?: readonly Override[] | undefined;
  readonly profile?: string | undefined;
}

export interface RatingLine {
  readonly line: PlanLine;
  readonly zone: string | undefined;
  /** The line's own rates; undefined where its price is not a deck, or is a deck of its own. */
  readonly rates: RateDeck | undefined;
  /** The name of the deck by which it is priced, where that has one. */
  readonly deckName: string | undefined;
}

export function ratingPlan(plan: Plan, version: number): RatingPlan {
  const ready = new Map(plan.lines.map((line) => [line, ratingLine(line, plan.zone)]));
  const inTier = (tier: PlanTier): [string, RatingPlan] => {
    const lines = linesOfTier(plan, tier);
    const ofTier = lines.map((line) => ready.get(line) ?? ratingLine(line, plan.zone));
    return [tier.name, { ...withLines({ ...plan, lines }, version, ofTier), tier }];
  };
  const own = withLines(plan, version, [...ready.values()]);
  return { ...own, tiers: new Map((plan.tiers ?? []).map(inTier)) };
}

function withLines(plan: Plan, version: number, lines: readonly RatingLine[]): RatingPlan {
  const byMeter = new Map(lines.map((each) => [each.line.meter, each]));
  const effectiveFrom = Date.parse(plan.effectiveFrom);
  const lineOf = (meter: string) => byMeter.get(meter);
  return { name: plan.plan, version, plan, effectiveFrom, lineOf, tiers: new Map() };
}

function ratingLine(line: PlanLine, zone: string | undefined): RatingLine {
  const { rates, deck } = line.price.model === 'deck' ? line.price : {};
  return { line, zone, rates: rates === undefined ? undefined : new RateDeck(rates), deckName: deck };
}

/** A version of a plan or a deck: in force from an instant on, epoch milliseconds. */
type Dated = { readonly version: number; readonly effectiveFrom: number };

/** The version that prices a use which began at `instant`: the latest one in force then. */
export function versionAt<Version extends Dated>(versions: readonly Version[], instant: number): Version | undefined {
  let found: Version | undefined;
  for (const candidate of versions) {
    if (candidate.effectiveFrom > instant) continue;
    const later =
      found === undefined ||
      candidate.effectiveFrom > found.effectiveFrom ||
      (candidate.effectiveFrom === found.effectiveFrom && candidate.version > found.version);
    if (later) found = candidate;
  }
  return found;
}

/** What one use costs before anything that depends on the period's total. */
export type ListPrice =
  | {
      readonly kind: 'rated';
      readonly billedUnits: bigint;
      /** The matched prefix of the deck; undefined for prices without one. */
      readonly prefix: string | undefined;
      /** The near end's prefix, where the rate was for a pair. */
      readonly originPrefix?: string | undefined;
      /** For people: `0.013`, with its steps or bands `0.2 / 0.1`. */
      readonly unitPrice: string;
      readonly per: number;
      /** The profile whose own price it is; undefined for the plan's. */
      readonly profile?: string | undefined;
      /** The connection fee within `amount`. */
      readonly connect: Nano;
      readonly amount: Nano;
    }
  | { readonly kind: 'unrated'; readonly reason: 'no-plan' | 'no-line' | 'no-destination' | 'no-rate' };
