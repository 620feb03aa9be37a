/**
 * The rate plans that the operator gives to the demo's tenants, as it sends them to /v1/RatePlans. `expected.ts` reads the
 * same prices, and computes with them by itself.
 */

/** From the opening of the day on; before it an account pays by the standard plan. */
const effectiveFrom = '2026-11-30T14:00:00Z';

const byMinute = { First: 60, Next: 60 };
const bySecond = { First: 1, Next: 1 };

/** Byte-seconds of a gigabyte kept for an hour: the demo keeps little, and not for long. */
const gigabyteHour = 1_000_000_000 * 3_600;

/** Whole minutes; cheaper steps for calls to the United Kingdom; messages cheaper from the 21st segment on. */
export const courierPlan = {
  Plan: 'courier-by-the-minute',
  Currency: 'USD',
  EffectiveFrom: effectiveFrom,
  Lines: [
    {
      Meter: 'calls-outbound',
      Per: 60,
      Increment: byMinute,
      Price: {
        Model: 'deck',
        Rates: [
          { Prefix: '1', Price: '0.0130' },
          { Prefix: '44', Price: '0.0158', Increment: { First: 30, Next: 6 } },
          { Prefix: '447', Price: '0.0310', Increment: { First: 6, Next: 6 } },
        ],
      },
    },
    {
      Meter: 'calls-inbound',
      Per: 60,
      Increment: byMinute,
      Price: {
        Model: 'deck',
        Rates: [
          { Prefix: '', Price: '0.0100' },
          { Prefix: '1', Price: '0.0085' },
        ],
      },
    },
    {
      Meter: 'sms-outbound',
      Per: 1,
      Price: { Model: 'graduated', Tiers: [{ UpTo: 20, Price: '0.0079' }, { Price: '0.0065' }] },
    },
    { Meter: 'sms-inbound', Per: 1, Price: { Model: 'per-unit', Price: '0.0075' } },
    { Meter: 'recordings', Per: 60, Increment: byMinute, Price: { Model: 'per-unit', Price: '0.0025' } },
    { Meter: 'conference-participants', Per: 60, Increment: byMinute, Price: { Model: 'per-unit', Price: '0.0018' } },
    { Meter: 'recordingstorage', Per: gigabyteHour, Price: { Model: 'per-unit', Price: '0.0150' } },
    { Meter: 'phonenumbers', Per: 1, Price: { Model: 'per-unit', Price: '0.0385' } },
  ],
} as const;

/** Seconds, a fee for each answered call from outside or to Germany, ten segments free, and a monthly commitment. */
export const clinicPlan = {
  Plan: 'clinic-by-the-second',
  Currency: 'USD',
  EffectiveFrom: effectiveFrom,
  Lines: [
    {
      Meter: 'calls-outbound',
      Per: 60,
      Increment: bySecond,
      Price: {
        Model: 'deck',
        Rates: [
          { Prefix: '1', Price: '0.0100' },
          { Prefix: '49', Price: '0.0164', Connect: '0.0200' },
        ],
      },
    },
    {
      Meter: 'calls-inbound',
      Per: 60,
      Increment: { First: 60, Next: 6 },
      Price: { Model: 'per-unit', Price: '0.0095', Connect: '0.0050' },
    },
    {
      Meter: 'sms-outbound',
      Per: 1,
      Price: { Model: 'per-unit', Price: '0.0083' },
      Allowance: { Units: 10, Mode: 'reduce-then-tier' },
    },
    { Meter: 'sms-inbound', Per: 1, Price: { Model: 'package', Size: 5, Price: '0.0300' } },
    { Meter: 'recordings', Per: 60, Increment: bySecond, Price: { Model: 'per-unit', Price: '0.0040' } },
    { Meter: 'conference-participants', Per: 60, Increment: bySecond, Price: { Model: 'per-unit', Price: '0.0020' } },
    { Meter: 'recordingstorage', Per: gigabyteHour, Price: { Model: 'per-unit', Price: '0.0200' } },
    {
      Meter: 'phonenumbers',
      Per: 1,
      Price: { Model: 'per-unit', Price: '0.0400' },
      Allowance: { Units: 1, Mode: 'reduce-then-tier' },
    },
  ],
  Commitment: '90.00',
} as const;
