import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { LedgerLineEntity, lineOf, linesOfDay } from '../../../lib/metering/ledger-line.ts';
import { whereMoved } from '../../../lib/metering/moved-line.ts';
import { type UsageEvent, usageEventsOfDay } from '../../../lib/metering/usage-event.ts';
import { sum } from '../../../lib/money/nano.ts';
import { billingDay, type Day, nextDay, type Span } from '../../../lib/period/day.ts';
import type { LedgerLine } from '../../../lib/rating/ledger-line.ts';
import type { OwnUse } from '../../../lib/reconciliation/reconcile.ts';
import type { Account } from '../../../lib/store/account.ts';
import { nameOf, readItems } from '../../../lib/store/read-items.ts';

/** Meters of what a carrier lists; a recording or a number is none of it. */
const carried = /^(?:calls|sms|mms)-(inbound|outbound)$/;
/** A carrier dates a use by its beginning, the ledger by its end: so far beside the span it is looked for. */
const marginMilliseconds = 86_400_000;

/** An account's calls and messages in and around a span, each with all lines that price it, in whatever day those stand. */
export async function ownUsesOf(account: Account, span: Span): Promise<OwnUse[]> {
  const found: OwnUse[] = [];
  for (const day of daysAround(span, account.zone)) found.push(...(await usesOfDay(account, day, span)));
  return found;
}

async function usesOfDay({ sid, currency }: Account, day: Day, span: Span): Promise<OwnUse[]> {
  const [events, inDay] = await Promise.all([usageEventsOfDay(sid, day), linesOfDay(sid, day)]);
  const uses = events.filter(({ meter }) => carried.test(meter));
  const lines = new Map(inDay.map((line) => [line.id, line]));
  const isElsewhere = ({ id }: UsageEvent) => lines.get(id)?.unrated !== undefined || !lines.has(id);
  const moved = await linesElsewhere(sid, day, uses.filter(isElsewhere));
  return uses.map((use) =>
    ownUse(
      use,
      [moved.get(use.id), lines.get(use.id)].filter((line) => line !== undefined),
      currency,
      span,
    ),
  );
}

/** Lines of uses that came late or were rated again, by the id of the use. */
async function linesElsewhere(
  accountSid: string,
  day: Day,
  uses: readonly UsageEvent[],
): Promise<Map<string, LedgerLine>> {
  const keys = await whereMoved(uses.map(({ id }) => ({ accountSid, day, id })));
  const items = await readItems(keys.filter((key) => key !== undefined));
  const found = new Map<string, LedgerLine>();
  for (const [index, { id }] of uses.entries()) {
    const key = keys[index];
    const item = key && items.get(nameOf(key));
    if (item !== undefined) found.set(id, lineOf(LedgerLineEntity.build(EntityFormatter).format(item)));
  }
  return found;
}

function ownUse(
  { accountSid, resourceSid, meter, quantity, finalizedAt }: UsageEvent,
  lines: readonly LedgerLine[],
  currency: string,
  { startsAt, endsAt }: Span,
): OwnUse {
  return {
    ...{ accountSid, resourceSid, quantity: BigInt(quantity), currency },
    direction: carried.exec(meter)?.[1] === 'inbound' ? 'inbound' : 'outbound',
    prefix: lines.find(({ prefix }) => prefix !== undefined)?.prefix ?? '',
    amount: sum(lines.map(({ amount }) => amount)),
    isListed: finalizedAt >= startsAt && finalizedAt < endsAt,
  };
}

function daysAround({ startsAt, endsAt }: Span, zone: string): Day[] {
  const last = billingDay(endsAt + marginMilliseconds, zone);
  const days: Day[] = [];
  for (let day = billingDay(startsAt - marginMilliseconds, zone); day <= last; day = nextDay(day)) days.push(day);
  return days;
}
