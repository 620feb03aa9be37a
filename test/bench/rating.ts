import { RateDeck } from '../../lib/rating/deck.ts';
import { listPrice } from '../../lib/rating/list-price.ts';
import { PlanSchema } from '../../lib/rating/plan.ts';
import { DeckRateSchema } from '../../lib/rating/price-schema.ts';
import { ratingPlan } from '../../lib/rating/rating-plan.ts';
import { seeded } from '../integration/usage/stream.ts';

const prefixes = 100_000;
const calls = 300_000;
const startedAt = Date.UTC(2026, 10, 24);

export type RatingSpeed = { readonly prefixes: number; readonly calls: number; readonly callsPerSecond: number };

/** How many calls a second one core prices by a deck of 100,000 prefixes, the table and everything else left out. */
export function rateCalls(): RatingSpeed {
  const random = seeded(1);
  const digits = (length: number) => Array.from({ length }, () => Math.floor(random() * 10)).join('');
  const distinct = new Set<string>();
  while (distinct.size < prefixes) distinct.add(digits(4 + Math.floor(random() * 5)));
  const rates = [...distinct, ''].map((prefix, index) =>
    DeckRateSchema.parse({ prefix, price: `0.${String(index).padStart(6, '0')}`, increment: { first: 60, next: 6 } }),
  );
  const deck = { name: 'wholesale', version: 1, effectiveFrom: 0, zone: undefined, rates: new RateDeck(rates) };
  const plan = ratingPlan(
    PlanSchema.parse({
      plan: 'wholesale',
      currency: 'USD',
      effectiveFrom: '2026-01-01T00:00:00Z',
      lines: [{ meter: 'calls-outbound', per: 60, price: { model: 'deck', deck: 'wholesale' } }],
    }),
    1,
  );
  const uses = Array.from({ length: calls }, () => ({
    meter: 'calls-outbound',
    quantity: BigInt(Math.floor(random() * 600)),
    destination: `+${digits(11)}`,
    startedAt,
  }));
  const before = performance.now();
  let unrated = 0;
  for (const use of uses) if (listPrice(use, plan, deck).kind === 'unrated') unrated += 1;
  const seconds = (performance.now() - before) / 1_000;
  if (unrated > 0) throw new Error(`${unrated} calls have no price.`);
  return { prefixes, calls, callsPerSecond: Math.round(calls / seconds) };
}
