import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import { type Answer, json } from '../../../lib/http/answer.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { formatNano, type Nano, subtract, sum, zero } from '../../../lib/money/nano.ts';
import type { Credit } from '../../../lib/statement/credit-note/credit-note.ts';
import { creditable } from '../../../lib/statement/credit-note/creditable.ts';
import { untilCommitted } from '../../../lib/store/until-committed.ts';
import { openDayOf } from '../open-day.ts';
import { money, period } from '../parameter.ts';
import { loadClosedStatement } from './closed-statement.ts';
import { creditNotesOn } from './credit-note-item.ts';
import { creditNoteRepresentation } from './credit-note-representation.ts';
import { creditedLines } from './credited-lines.ts';
import { attemptsMin, draftCreditNote } from './draft-credit-note.ts';

const linesMax = 100;

export const AddCreditNote = z.strictObject({
  AccountSid: z.string(),
  /** The period of the statement of which something is given back. */
  Period: period(),
  /** Before taxes, up to 9 decimals. */
  Amount: z.optional(money()),
  /** In its place: ledger lines of the statement, each with what is given back of it, or all of it. */
  Lines: z.optional(
    z
      .array(z.strictObject({ Id: z.string().check(z.minLength(1), z.maxLength(200)), Amount: z.optional(money()) }))
      .check(z.minLength(1), z.maxLength(linesMax)),
  ),
  Reason: z.string().check(z.regex(/^[^\p{C}]{1,200}$/u, 'must be 1 to 200 printable characters')),
});

type Asked = z.infer<typeof AddCreditNote>;

/**
 * Gives something of a closed statement back by a credit note: an amount, or ledger lines; never more than the statement asked
 * for, less its earlier notes. Under an Idempotency-Key it is made once. The operator's alone to do.
 */
export async function addCreditNote({
  account,
  caller,
  parameters,
  newSid,
  now,
}: TenantRequest<Asked>): Promise<Answer | Refusal> {
  const open = openDayOf(account, now);
  if (isRefusal(open)) return open;
  const sid = newSid('CR');
  const statement = await loadClosedStatement(account.sid, parameters.Period);
  if (statement === undefined) return refuse(20001, `Period: ${account.sid} has no statement of ${parameters.Period}`);
  const credit = await creditOf(
    parameters,
    statement.made.accounts.map((each) => each.sid),
  );
  if (isRefusal(credit)) return credit;
  return untilCommitted(
    account.sid,
    async () => {
      const earlier = await creditNotesOn(account.sid, parameters.Period);
      const made = earlier.find((note) => note.sid === sid);
      if (made !== undefined) return json(creditNoteRepresentation(made), 201);
      const left = creditable(statement.made, earlier);
      const claim = { statement, earlier, credit, sid, openDay: open.day, now, callerSid: caller.sid };
      const named = parameters.Amount === undefined ? 'Lines' : 'Amount';
      if (credit.total > left.total) return refuse(20001, `${named}: ${tooMuch(credit.total, left.total)}`);
      const { note, put } = await draftCreditNote(claim);
      const back = sum([note.payable, note.returned]);
      if (back > left.payable) return refuse(20001, `${named}: with taxes, ${tooMuch(back, left.payable)}`);
      const item = await put();
      return item === 'lost' ? item : json(creditNoteRepresentation(item), 201);
    },
    { attemptsMin },
  );
}

const tooMuch = (asked: Nano, left: Nano): string =>
  `${formatNano(asked)} is more than can still be given back, which is ${formatNano(left > 0n ? left : zero)}`;

/** What is asked to be given back; a refusal names what is wrong with it. */
async function creditOf(
  { Period, Amount, Lines, Reason }: Asked,
  accounts: readonly string[],
): Promise<Credit | Refusal> {
  if ((Amount === undefined) === (Lines === undefined)) return refuse(20001, 'give either Amount or Lines');
  const lines = await creditedLines(Lines ?? [], Period, accounts);
  if (isRefusal(lines)) return lines;
  const total = Amount ?? sum(lines.map(({ was, now }) => subtract(was, now)));
  if (total <= 0n) return refuse(20001, 'Amount: a credit note gives back more than nothing');
  return { reason: Reason, repricing: undefined, lines, adjustments: [], earlier: zero, total };
}
