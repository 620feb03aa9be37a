import { linesOfDay } from '../../../lib/metering/ledger-line.ts';
import { sum } from '../../../lib/money/nano.ts';
import { billingDay, type Day, nextDay, type Span } from '../../../lib/period/day.ts';
import type { LedgerLine } from '../../../lib/rating/ledger-line.ts';
import type { OwnUse } from '../../../lib/reconciliation/reconcile.ts';
import type { Account } from '../../../lib/store/account.ts';

/** Meters of what a carrier lists; a recording or a number is none of it. */
const carried = /^(?:calls|sms|mms)-(inbound|outbound)$/;
/** A carrier dates a use by its beginning, the ledger by its end: so far beside the span it is looked for. */
const marginMilliseconds = 86_400_000;

/** An account's calls and messages in and around a span, by resource: lines of one resource are one use. */
export async function ownUsesOf(account: Account, span: Span): Promise<OwnUse[]> {
  const lines: LedgerLine[] = [];
  for (const day of daysAround(span, account.zone)) lines.push(...(await linesOfDay(account.sid, day)));
  const groups = Map.groupBy(
    lines.filter(({ meter }) => carried.test(meter)),
    ({ resourceSid }) => resourceSid,
  );
  return [...groups.values()].flatMap((group) => useOf(group, account.currency, span));
}

function useOf(lines: readonly LedgerLine[], currency: string, { startsAt, endsAt }: Span): OwnUse[] {
  const [first] = lines; // by id: the use itself stands before what rates it again
  if (first === undefined) return [];
  const { accountSid, resourceSid, meter, quantity, prefix = '', finalizedAt } = first;
  const direction = carried.exec(meter)?.[1] === 'inbound' ? 'inbound' : 'outbound';
  const amount = sum(lines.map((line) => line.amount));
  const isListed = finalizedAt >= startsAt && finalizedAt < endsAt;
  return [{ accountSid, resourceSid, direction, quantity, prefix, amount, currency, isListed }];
}

function daysAround({ startsAt, endsAt }: Span, zone: string): Day[] {
  const last = billingDay(endsAt + marginMilliseconds, zone);
  const days: Day[] = [];
  for (let day = billingDay(startsAt - marginMilliseconds, zone); day <= last; day = nextDay(day)) days.push(day);
  return days;
}
