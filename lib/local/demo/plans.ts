/**
 * The rate plans that the operator gives to the demo's tenants, as it sends them to /v1/RatePlans. `expected.ts` reads the
 * same prices, and computes with them by itself.
 */

/** From the opening of the day on; before it an account pays by the standard plan. */
const effectiveFrom = '2026-11-30T14:00:00Z';

const byMinute = { first: 60, next: 60 };
const bySecond = { first: 1, next: 1 };

/** Whole minutes; cheaper steps for calls to the United Kingdom; messages cheaper from the 21st segment on. */
export const courierPlan = {
  plan: 'courier-by-the-minute',
  currency: 'USD',
  effectiveFrom,
  lines: [
    {
      meter: 'calls-outbound',
      per: 60,
      increment: byMinute,
      price: {
        model: 'deck',
        rates: [
          { prefix: '1', price: '0.0130' },
          { prefix: '44', price: '0.0158', increment: { first: 30, next: 6 } },
          { prefix: '447', price: '0.0310', increment: { first: 6, next: 6 } },
        ],
      },
    },
    {
      meter: 'calls-inbound',
      per: 60,
      increment: byMinute,
      price: {
        model: 'deck',
        rates: [
          { prefix: '', price: '0.0100' },
          { prefix: '1', price: '0.0085' },
        ],
      },
    },
    {
      meter: 'sms-outbound',
      per: 1,
      price: { model: 'graduated', tiers: [{ upTo: 20, price: '0.0079' }, { price: '0.0065' }] },
    },
    { meter: 'sms-inbound', per: 1, price: { model: 'per-unit', price: '0.0075' } },
    { meter: 'recordings', per: 60, increment: byMinute, price: { model: 'per-unit', price: '0.0025' } },
    { meter: 'conference-participants', per: 60, increment: byMinute, price: { model: 'per-unit', price: '0.0018' } },
  ],
} as const;

/** Seconds, a fee for each answered call from outside or to Germany, ten segments free, and a monthly commitment. */
export const clinicPlan = {
  plan: 'clinic-by-the-second',
  currency: 'USD',
  effectiveFrom,
  lines: [
    {
      meter: 'calls-outbound',
      per: 60,
      increment: bySecond,
      price: {
        model: 'deck',
        rates: [
          { prefix: '1', price: '0.0100' },
          { prefix: '49', price: '0.0164', connect: '0.0200' },
        ],
      },
    },
    {
      meter: 'calls-inbound',
      per: 60,
      increment: { first: 60, next: 6 },
      price: { model: 'per-unit', price: '0.0095', connect: '0.0050' },
    },
    {
      meter: 'sms-outbound',
      per: 1,
      price: { model: 'per-unit', price: '0.0083' },
      allowance: { units: 10, mode: 'reduce-then-tier' },
    },
    { meter: 'sms-inbound', per: 1, price: { model: 'package', size: 5, price: '0.0300' } },
    { meter: 'recordings', per: 60, increment: bySecond, price: { model: 'per-unit', price: '0.0040' } },
    { meter: 'conference-participants', per: 60, increment: bySecond, price: { model: 'per-unit', price: '0.0020' } },
  ],
  commitment: '90.00',
} as const;
