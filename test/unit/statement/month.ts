import { nanoOf, zero } from '../../../lib/money/nano.ts';
import { billingDay } from '../../../lib/period/day.ts';
import { daysOf, period } from '../../../lib/period/period.ts';
import type { LedgerLine } from '../../../lib/rating/ledger-line.ts';
import { listPrice } from '../../../lib/rating/list-price.ts';
import { PlanSchema } from '../../../lib/rating/plan.ts';
import { ratingPlan } from '../../../lib/rating/rating-plan.ts';
import { standardPlans } from '../../../lib/rating/standard-plan.ts';
import { sealDay } from '../../../lib/statement/seal-day.ts';
import type { StatementInput } from '../../../lib/statement/statement.ts';

const [standard] = standardPlans();
const plan = ratingPlan(
  PlanSchema.parse({
    ...standard,
    lines: standard?.lines.map((line) =>
      line.meter === 'sms-inbound' ? { ...line, allowance: { units: 20, mode: 'reduce-then-tier' } } : line,
    ),
    commitment: '25',
  }),
  2,
);

const zone = 'America/New_York';
const accountSid = `AC${'a'.repeat(32)}`;
const uses = [
  ['call', 'calls-outbound', '+4930123456'],
  ['call', 'calls-outbound', '+15551230000'],
  ['call', 'calls-outbound', '+447911123456'],
  ['call', 'calls-inbound', '+15557654321'],
  ['sms', 'sms-outbound', '+15551230000'],
  ['sms', 'sms-inbound', undefined],
  ['recording', 'recordings', undefined],
  ['conference', 'conference-participants', undefined],
] as const;

/** A month of an account: `count` uses spread over its days, rated at list price; the last one has no rate. */
export function monthOf(count: number, changes: Partial<StatementInput> = {}): StatementInput {
  const name = '2026-11';
  const span = period(name, zone);
  const lines = Array.from({ length: count }, (_, index): LedgerLine => {
    const [microService, meter, destination] = uses[index % uses.length] ?? uses[0];
    const finalizedAt = span.startsAt + Math.floor(((index * 7919) % count) * ((span.endsAt - span.startsAt) / count));
    const quantity = BigInt(meter.startsWith('sms') ? 1 + (index % 3) : 1 + ((index * 37) % 600));
    const startedAt = finalizedAt - 1000;
    const resourceSid = `CA${index.toString(16).padStart(32, '0')}`;
    const common = {
      id: `${meter}#${resourceSid}#0`,
      accountSid,
      microService,
      meter,
      resourceSid,
      startedAt,
      finalizedAt,
      quantity,
      destination,
    };
    const place = { ...common, day: billingDay(finalizedAt, zone) };
    if (index === count - 1)
      return { ...place, billedUnits: 0n, per: 1, connect: zero, amount: zero, unrated: 'no-rate' };
    const price = listPrice({ meter, quantity, destination, startedAt }, plan);
    if (price.kind === 'unrated') throw new Error(price.reason);
    const { kind, ...priced } = price;
    return { ...place, ...priced, plan: plan.name, version: plan.version };
  });
  const seals = daysOf(name).map((day) =>
    sealDay(
      day,
      lines.filter((line) => line.day === day),
      '2026a',
    ),
  );
  return {
    operator: { name: 'Example Telephony Ltd', address: ['1 Exchange Square', 'London EC2A 2JN'], taxNumber: 'GB 123' },
    account: {
      sid: accountSid,
      name: 'Northwind & Söhne <GmbH>',
      address: ['Hauptstraße 1', '10115 Berlin', 'Germany'],
      taxNumber: undefined,
      zone,
      currency: 'USD',
    },
    subAccounts: [],
    finalDay: undefined,
    taxes: [{ name: 'Sales tax', rate: nanoOf('8.875') }],
    period: name,
    sequence: 1,
    plansInForce: [{ microService: '*', plan, ...span }],
    seals,
    lines,
    previous: { number: `${accountSid}-2026-10-1`, sha256: 'f'.repeat(64), carriedOut: nanoOf('-0.0031') },
    units: {
      'calls-outbound': 'second',
      'calls-inbound': 'second',
      'sms-outbound': 'segment',
      'sms-inbound': 'segment',
      recordings: 'second',
      'conference-participants': 'participant-second',
    },
    ...changes,
  };
}
