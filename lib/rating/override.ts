import type { DeckMatch } from './deck.ts';
import { destinationKey } from './destination.ts';
import type { Override, RatingPlan } from './rating-plan.ts';

/** A plan's version with an account's own prices; `profile` says by which of its profiles, for the ledger line. */
export const withOverrides = (plan: RatingPlan, profile: string, overrides: readonly Override[]): RatingPlan =>
  overrides.length === 0 ? plan : { ...plan, profile, overrides };

/** Why a plan has no such single price to override; undefined where it has. */
export function overrideFault(plan: RatingPlan, { meter, prefix }: Omit<Override, 'price'>): string | undefined {
  const model = plan.lineOf(meter)?.line.price.model;
  if (model === undefined) return `${plan.name} has no line for ${meter}`;
  if (model === 'deck') return prefix === undefined ? `${meter} is priced by a deck, which takes a Prefix` : undefined;
  if (model !== 'per-unit') return `${meter} has no single price but is ${model}`;
  return prefix === undefined ? undefined : `${meter} is priced per unit, which takes no Prefix`;
}

/** The account's own price of a meter that is priced per unit. */
export const unitOverride = ({ overrides = [] }: RatingPlan, meter: string): Override | undefined =>
  overrides.find((override) => override.meter === meter && override.prefix === undefined);

/**
 * The account's own price of a destination, where its prefix is at least as long as the one that the deck has found: it stands
 * among the deck's rates, so that a longer prefix of the deck keeps its price. Increments and connection fees stay the deck's.
 */
export function deckOverride(
  { overrides = [] }: RatingPlan,
  meter: string,
  destination: string,
  found: DeckMatch | undefined,
): DeckMatch | undefined {
  const key = destinationKey(destination);
  const least = found?.prefix.length ?? 0;
  const fitting = overrides.flatMap(({ meter: of, prefix, price }) =>
    of === meter && prefix !== undefined && prefix.length >= least && key.startsWith(prefix) ? [{ prefix, price }] : [],
  );
  const [longest] = fitting.sort((left, right) => right.prefix.length - left.prefix.length);
  if (longest === undefined) return undefined;
  const { steps, bands, ...rate } = found?.rate ?? {};
  return { rate: { ...rate, price: longest.price }, prefix: longest.prefix, origin: undefined };
}
