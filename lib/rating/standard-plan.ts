import type { PlanInput } from './plan.ts';

/** The currencies for which a new platform has a standard plan. */
const seeded = ['USD', 'EUR', 'GBP'] as const;
type SeededCurrency = (typeof seeded)[number];

/** The name of a currency's standard plan: what a new account pays by until its profiles say otherwise. */
export const standardPlanName = (currency: string): string =>
  currency === 'USD' ? 'standard' : `standard-${currency.toLowerCase()}`;

/** The plans that come with a new operator, version 1 of each: a start to be replaced by the operator's own prices. */
export const standardPlans = (): PlanInput[] => seeded.map(standardPlan);

const byMinute = { first: 60, next: 60 };

function standardPlan(currency: SeededCurrency): PlanInput {
  return {
    plan: standardPlanName(currency),
    currency,
    effectiveFrom: '2020-01-01T00:00:00Z',
    lines: [
      { meter: 'calls-outbound', per: 60, increment: byMinute, price: { model: 'deck', rates: outbound } },
      { meter: 'calls-inbound', per: 60, increment: byMinute, price: { model: 'deck', rates: inbound } },
      {
        meter: 'calls-media-stream-minutes',
        per: 60,
        increment: byMinute,
        price: { model: 'per-unit', price: '0.0040' },
      },
      { meter: 'sms-outbound', price: { model: 'deck', rates: messages } },
      { meter: 'sms-inbound', price: { model: 'per-unit', price: '0.0079' } },
      { meter: 'mms-outbound', price: { model: 'per-unit', price: '0.02' } },
      { meter: 'mms-inbound', price: { model: 'per-unit', price: '0.01' } },
      { meter: 'recordings', per: 60, increment: byMinute, price: { model: 'per-unit', price: '0.0025' } },
      { meter: 'recordingstorage', per: gigabyteMonth, price: { model: 'per-unit', price: '0.10' } },
      { meter: 'transcriptions', per: 60, increment: byMinute, price: { model: 'per-unit', price: '0.05' } },
      { meter: 'conference-participants', per: 60, increment: byMinute, price: { model: 'per-unit', price: '0.0018' } },
      { meter: 'phonenumbers', price: { model: 'per-unit', price: '0.0385' } },
    ],
  };
}

/** Byte-seconds of a gigabyte kept for 30 days. */
const gigabyteMonth = 1_000_000_000 * 30 * 24 * 60 * 60;

/** United States and Canada, the United Kingdom, Germany; their mobile and special numbers apart; the world. */
const outbound = [
  { prefix: '', price: '0.25' },
  { prefix: '1', price: '0.0130' },
  { prefix: '1800', price: '0.0130' },
  { prefix: '1900', price: '2.50', connect: '0.50' },
  { prefix: '44', price: '0.0158' },
  { prefix: '447', price: '0.0310' },
  { prefix: '449', price: '1.60', connect: '0.50' },
  { prefix: '49', price: '0.0164' },
  { prefix: '4915', price: '0.0515' },
  { prefix: '4916', price: '0.0515' },
  { prefix: '4917', price: '0.0515' },
  { prefix: '49900', price: '2.99', connect: '0.50' },
  { prefix: 'sip:', price: '0.0040' },
  { prefix: 'client:', price: '0.0040' },
];

/** By the far end, as all decks are: who called. */
const inbound = [
  { prefix: '', price: '0.0100' },
  { prefix: '1', price: '0.0085' },
  { prefix: 'sip:', price: '0.0040' },
  { prefix: 'client:', price: '0.0040' },
  { prefix: 'short:', price: '0.0100' },
];

const messages = [
  { prefix: '', price: '0.0750' },
  { prefix: '1', price: '0.0079' },
  { prefix: '44', price: '0.0463' },
  { prefix: '49', price: '0.0850' },
  { prefix: 'short:', price: '0.0750' },
];
