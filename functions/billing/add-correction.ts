import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { lineWithId } from '../../lib/metering/correction-lines.ts';
import { nanoOf, parseNano } from '../../lib/money/nano.ts';
import { billingDay, type Day, daysFrom } from '../../lib/period/day.ts';
import { isPeriod } from '../../lib/period/period.ts';
import type { Account } from '../../lib/store/account.ts';
import { commitCorrection } from './commit-correction.ts';
import { correctionLine } from './correction-line.ts';
import { correctedIn } from './correction-mark.ts';
import { correctionRepresentation } from './correction-representation.ts';
import { openDayOf } from './open-day.ts';
import { loadStatement } from './statement-item.ts';

const notAmount = 'must be a signed amount other than 0 as decimal text with at most 9 decimals, such as -0.0130';

export const AddCorrection = z.strictObject({
  AccountSid: z.string(),
  /** The id of a ledger line, or the period of a statement: `2026-11`. */
  Corrects: z.string().check(z.minLength(1), z.maxLength(120)),
  /** What it adds to the next statement, in the account's currency, up to 9 decimals. */
  Amount: z.string().check(z.maxLength(30), z.refine(isAmount, notAmount)),
  Reason: z.string().check(z.regex(/^[^\p{C}]{1,200}$/u, 'must be 1 to 200 printable characters')),
});

function isAmount(text: string): boolean {
  const parsed = parseNano(text);
  return 'nano' in parsed && parsed.nano !== 0n;
}

/**
 * Corrects a ledger line or a statement by a signed line in the open day, which stands on the next statement (billing.md,
 * rule 8). What it corrects stays as it is. Under an Idempotency-Key it is made once. The operator's alone to do.
 */
export async function addCorrection({
  account,
  parameters: { Corrects, Amount, Reason },
  newSid,
  now,
}: TenantRequest<z.infer<typeof AddCorrection>>): Promise<Answer | Refusal> {
  const open = openDayOf(account, now);
  if (isRefusal(open)) return open;
  const corrects = await chargeNamed(account, Corrects, open.day);
  if (corrects === undefined)
    return refuse(20001, `Corrects: ${account.sid} has neither a ledger line nor a statement ${Corrects}`);
  const line = correctionLine(
    { accountSid: account.sid, sid: newSid('CR'), day: open.day, now },
    {
      corrects,
      amount: nanoOf(Amount),
      reason: Reason,
    },
  );
  if ((await commitCorrection(line, now)) === 'committed') return json(correctionRepresentation(line), 201);
  // Lost: an earlier attempt with the same key made it, perhaps on an earlier day.
  const day = await correctedIn(account.sid, line.resourceSid);
  const earlier = day === undefined ? undefined : await lineWithId(account.sid, line.id, [day]);
  if (earlier === undefined) throw new Error(`${account.sid}: ${line.id} was neither made nor is it there.`);
  return json(correctionRepresentation(earlier), 201);
}

/** What a name stands for: the id of a ledger line, on whatever day it is, or the number of a period's statement. */
async function chargeNamed({ sid, zone, createdAt }: Account, name: string, today: Day): Promise<string | undefined> {
  if (isPeriod(name)) return (await loadStatement(sid, name))?.number;
  return (await lineWithId(sid, name, daysFrom(billingDay(createdAt, zone), today)))?.id;
}
