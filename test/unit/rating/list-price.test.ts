import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { formatNano } from '../../../lib/money/nano.ts';
import { billableUnits } from '../../../lib/rating/billable-units.ts';
import { listPrice } from '../../../lib/rating/list-price.ts';
import { PlanSchema } from '../../../lib/rating/plan.ts';
import { ratingPlan } from '../../../lib/rating/rating-plan.ts';

const plan = ratingPlan(
  PlanSchema.parse({
    plan: 'tested',
    currency: 'USD',
    effectiveFrom: '2026-01-01T00:00:00Z',
    zone: 'Europe/London',
    lines: [
      {
        meter: 'calls-outbound',
        per: 60,
        increment: { first: 60, next: 60 },
        price: {
          model: 'deck',
          rates: [
            { prefix: '1', price: '0.0130' },
            { prefix: '1900', price: '2', connect: '1' },
            { prefix: '44', price: '0.02', increment: { first: 1, next: 1 } },
          ],
        },
      },
      {
        meter: 'calls-inbound',
        per: 60,
        price: {
          model: 'per-unit',
          price: '0.06',
          increment: { first: 60, next: 60 },
          bands: [
            { name: 'peak', days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00', price: '0.6' },
          ],
        },
      },
      { meter: 'sms-outbound', price: { model: 'per-unit', price: '0.0079' } },
      { meter: 'recordings', per: 60, price: { model: 'flat', price: '5' } },
    ],
  }),
  3,
);

const priced = (meter: string, quantity: number, destination?: string, startedAt = 0) => {
  const price = listPrice({ meter, quantity: BigInt(quantity), destination, startedAt }, plan);
  return price.kind === 'unrated'
    ? price.reason
    : [price.prefix, price.billedUnits, price.unitPrice, formatNano(price.amount)];
};

// Guarantee: the longest prefix prices a call, with its own increment and connection fee where it has them.
test('decks', () => {
  expect(priced('calls-outbound', 61, '+15551234567')).toEqual(['1', 120n, '0.013', '0.026']);
  expect(priced('calls-outbound', 1, '+19001234567')).toEqual(['1900', 60n, '2', '3']);
  expect(priced('calls-outbound', 61, '+442071234567')).toEqual(['44', 61n, '0.02', '0.020333333']);
  expect(priced('calls-outbound', 0, '+19001234567')).toEqual(['1900', 0n, '2', '0']);
  expect(priced('sms-outbound', 3)).toEqual([undefined, 3n, '0.0079', '0.0237']);
  expect(priced('recordings', 61)).toEqual([undefined, 61n, '0', '0']);
});

// Guarantee: what no rate matches is not free: it has no price, and a reason.
test('unrated', () => {
  expect(priced('calls-outbound', 61, '+4930123456')).toBe('no-rate');
  expect(priced('calls-outbound', 61, 'sip:bob@example.com')).toBe('no-rate');
  expect(priced('calls-outbound', 61)).toBe('no-destination');
  expect(priced('faxes', 1)).toBe('no-line');
});

// Guarantee: a call over a band's edge is split there, and an increment belongs to the band in which it starts.
test.each([
  ['2026-07-06T06:58:30Z', 60, '0.06'], // 07:58:30 in London
  ['2026-07-06T06:58:30Z', 180, '0.72'], // increments start at 07:58:30, 07:59:30 and 08:00:30
  ['2026-07-06T16:59:59Z', 61, '0.66'], // 17:59:59 peak, then 18:00:59
  ['2026-01-05T07:59:00Z', 120, '0.66'], // winter: London is GMT
  ['2026-07-05T12:00:00Z', 60, '0.06'], // a Sunday
  ['2026-07-05T22:59:30Z', 36_000, '100.26'], // from Sunday 23:59:30 over Monday 08:00
])('bands: from %s, %d s cost %s', (startedAt, quantity, amount) => {
  expect(priced('calls-inbound', quantity, undefined, Date.parse(startedAt))).toEqual(expect.arrayContaining([amount]));
});

// Guarantee: an increment's band is what the clock on the wall shows, also in the hour that comes twice and the one that is skipped.
test.each([
  ['2026-11-01T05:20:00Z', '120'], // 10 min from 01:20, 30 of the band from 01:30, then the clock shows 01:00: 20 min
  ['2026-11-01T06:09:00Z', '138'], // 01:09 for the second time: 21 min, then 39 of the band
  ['2026-03-08T06:40:00Z', '100'], // 20 min of the band from 01:40, then the clock shows 03:00: 40 min
  ['2026-03-08T07:00:00Z', '60'], // 03:00: the band's end, 02:30, was skipped
])('bands where clocks change: from %s, an hour costs %s', (startedAt, amount) => {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const bands = [{ name: 'early', days, from: '01:30', to: '02:30', price: '3' }];
  const price = { model: 'per-unit', price: '1', increment: { first: 60, next: 60 }, bands };
  const plan = PlanSchema.parse({
    plan: 'b',
    currency: 'USD',
    effectiveFrom: '2026-01-01T00:00:00Z',
    zone: 'America/New_York',
    lines: [{ meter: 'calls-inbound', per: 60, price }],
  });
  const hour = { meter: 'calls-inbound', quantity: 3600n, startedAt: Date.parse(startedAt) };
  const result = listPrice(hour, ratingPlan(plan, 1));
  expect(result.kind === 'rated' && formatNano(result.amount)).toBe(amount);
});

// Guarantee: splitting over bands neither loses nor adds a second, whatever the increment, start and duration.
test('bands price each increment once', () => {
  const peak = (ms: number) => {
    const hour = new Date(ms).getUTCHours();
    return hour >= 8 && hour < 18;
  };
  const seconds = fc.integer({ min: 1, max: 90 });
  fc.assert(
    fc.property(
      seconds,
      seconds,
      fc.integer({ min: 1, max: 100_000 }),
      fc.integer({ min: 0, max: 86_400_000 }),
      (first, next, quantity, offset) => {
        const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
        const bands = [{ name: 'peak', days, from: '08:00', to: '18:00', price: '3' }];
        const price = { model: 'per-unit', price: '1', increment: { first, next }, bands };
        const banded = PlanSchema.parse({
          plan: 'b',
          currency: 'USD',
          effectiveFrom: '2026-01-01T00:00:00Z',
          zone: 'UTC',
          lines: [{ meter: 'calls-inbound', price }],
        });
        const startedAt = Date.parse('2026-01-05T00:00:00Z') + offset;
        const result = listPrice(
          { meter: 'calls-inbound', quantity: BigInt(quantity), startedAt },
          ratingPlan(banded, 1),
        );
        let expected = 0;
        let done = 0;
        while (done < quantity) {
          const step = done === 0 ? first : next;
          expected += step * (peak(startedAt + done * 1000) ? 3 : 1);
          done += step;
        }
        expect(result.kind === 'rated' && formatNano(result.amount)).toBe(String(expected));
      },
    ),
    { numRuns: 200 },
  );
});

// Guarantee: billed units are never fewer than used, never a whole increment more, and only an unanswered call is 0.
test('billable units', () => {
  const whole = fc.integer({ min: 1, max: 120 });
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10_000n }),
      whole,
      whole,
      fc.integer({ min: 0, max: 120 }),
      (quantity, first, next, minimum) => {
        const billed = billableUnits(quantity, { first, next, minimum });
        if (quantity === 0n) return billed === 0n;
        const least = quantity > BigInt(minimum) ? quantity : BigInt(minimum);
        return (
          billed >= least &&
          (billed === BigInt(first) || (billed - BigInt(first)) % BigInt(next) === 0n) &&
          (billed === BigInt(first) || billed - BigInt(next) < least)
        );
      },
    ),
  );
});
