import { expect, test } from '@jest/globals';
import { type Deck, RateDeck } from '../../../lib/rating/deck.ts';
import { readDeckCsv } from '../../../lib/rating/deck-csv.ts';
import { listPrice } from '../../../lib/rating/list-price.ts';
import { PlanSchema } from '../../../lib/rating/plan.ts';
import { DeckRateSchema } from '../../../lib/rating/price-schema.ts';
import { ratingPlan } from '../../../lib/rating/rating-plan.ts';

function deckOf(csv: string, zone?: string): Deck {
  const read = readDeckCsv(csv);
  if ('faults' in read) throw new Error(read.faults.join('; '));
  const rates = new RateDeck(read.rates.map((rate) => DeckRateSchema.parse(rate)));
  return { name: 'retail', version: 3, effectiveFrom: 0, zone, rates };
}

const plan = ratingPlan(
  PlanSchema.parse({
    plan: 'named',
    currency: 'EUR',
    effectiveFrom: '2026-01-01T00:00:00Z',
    lines: [{ meter: 'calls-outbound', per: 60, price: { model: 'deck', deck: 'retail' } }],
  }),
  1,
);

const priced = (deck: Deck, seconds: bigint, destination: string, origin?: string, at = '2026-11-24T12:00:00Z') => {
  const use = { meter: 'calls-outbound', quantity: seconds, destination, origin, startedAt: Date.parse(at) };
  const price = listPrice(use, plan, deck);
  return price.kind === 'rated' ? [price.prefix, price.originPrefix, price.billedUnits, price.amount] : price.reason;
};

// Guarantee: what a CSV says of a prefix is what a call there costs: price, connection fee, increments (billing.md, Rating).
test('a deck from CSV', () => {
  const deck = deckOf(
    'Prefix,Price,Connect,First,Next,Minimum\r\n+49,0.0164,,60,1,\r\n4915,0.0515,0.02,60,6,\r\n,0.25,,,,30\r\n',
  );
  expect(priced(deck, 61n, '+4930123456')).toEqual(['49', undefined, 61n, 16_673_333n]);
  expect(priced(deck, 61n, '+4915123456')).toEqual(['4915', undefined, 66n, 76_650_000n]);
  expect(priced(deck, 5n, '+81312345678')).toEqual(['', undefined, 30n, 125_000_000n]);
  expect(priced(deck, 5n, 'sip:somebody@example.com')).toBe('no-rate');
});

// Guarantee: origin and destination may both matter: the far end's longest prefix that has a rate for the near end, its own
// before the one for every origin.
test('pairs of origin and destination', () => {
  const deck = deckOf('prefix,origin,price\n49,,0.02\n49,49,0.01\n49,4930,0.005\n491,1,0.09\n,,0.5\n');
  expect(priced(deck, 60n, '+4930123', '+493099')).toEqual(['49', '4930', 60n, 5_000_000n]);
  expect(priced(deck, 60n, '+4930123', '+498999')).toEqual(['49', '49', 60n, 10_000_000n]);
  expect(priced(deck, 60n, '+4930123', '+442079')).toEqual(['49', undefined, 60n, 20_000_000n]);
  expect(priced(deck, 60n, '+4915123', '+12025550100')).toEqual(['491', '1', 60n, 90_000_000n]);
  expect(priced(deck, 60n, '+4915123', '+498999')).toEqual(['49', '49', 60n, 10_000_000n]);
  expect(priced(deck, 60n, '+4915123')).toEqual(['49', undefined, 60n, 20_000_000n]);
});

// Guarantee: bands of a deck are in the deck's zone; an increment belongs to the band in which it starts.
test('time bands', () => {
  const deck = deckOf(
    'prefix,price,first,next,band,days,from,to\n49,0.01,60,60,,,,\n49,0.03,,,office,mon tue wed thu fri,08:00,18:00\n',
    'Europe/Berlin',
  );
  expect(priced(deck, 60n, '+4930', undefined, '2026-11-24T16:59:59Z')).toEqual(['49', undefined, 60n, 30_000_000n]);
  expect(priced(deck, 120n, '+4930', undefined, '2026-11-24T16:59:30Z')).toEqual(['49', undefined, 120n, 40_000_000n]);
  expect(priced(deck, 60n, '+4930', undefined, '2026-11-22T12:00:00Z')).toEqual(['49', undefined, 60n, 10_000_000n]);
});

// Guarantee: what is wrong is named by line and column, and then nothing is read.
test.each([
  ['prefix,price\n49,0.01\n50,"0,013"\n', 'line 3, price: "0,013" is not a decimal number'],
  ['prefix,price\n49,-0.01\n', 'line 2, price: "-0.01" is negative'],
  ['prefix,price\n49,0.01\n+49,0.02\n', 'line 3, prefix: prefix "49" has a rate already'],
  ['prefix,price,first,next\n49,0.01,6o,6\n', 'line 2, first:'],
  ['prefix,price,first,next\n49,0.01,60,\n', 'line 2, next:'],
  ['prefix\n49\n', 'line 1: there is no column price'],
  ['prefix,price,colour\n49,0.01,red\n', 'line 1, colour: no such column'],
  ['prefix,price\n49,0.01,7\n', 'line 2'],
  ['prefix,price\n"49,0.01\n', 'line'],
  ['prefix,price\n49,0.01\n4"4,0.02\n', 'line 3, prefix: Invalid Opening Quote'],
  ['prefix,price\n4a,0.01\n', 'line 2, prefix: must be digits'],
  ['prefix,price,band,days,from,to\n49,0.01,,,,\n50,0.02,day,mon,08:00,18:00\n', 'line 3, prefix: a band stands below'],
  ['prefix,price,band,days,from,to\n49,0.01,,,,\n49,0.02,day,mon,8,18:00\n', 'line 3, from: must be a time'],
  ['prefix,price\n', 'there is no rate'],
])('%j', (csv, fault) => {
  const read = readDeckCsv(csv);
  expect('faults' in read && read.faults[0]).toContain(fault);
});
