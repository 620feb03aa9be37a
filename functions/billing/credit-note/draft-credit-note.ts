import { purseOf } from '../../../lib/balance/purse.ts';
import { negate } from '../../../lib/money/nano.ts';
import type { Day } from '../../../lib/period/day.ts';
import { type Credit, type CreditNote, makeCreditNote } from '../../../lib/statement/credit-note/credit-note.ts';
import type { Write } from '../../../lib/store/commit.ts';
import { commitCorrection } from '../commit-correction.ts';
import { correctionLine } from '../correction-line.ts';
import type { ClosedStatement } from './closed-statement.ts';
import { writeCreditNoteBytes } from './credit-note-bytes.ts';
import { type CreditNoteItem, putCreditNote } from './credit-note-item.ts';
import { nameOfCreditNote } from './credit-note-name.ts';

/** So often at least a credit note or a re-rating is tried again when another was first. */
export const attemptsMin = 10;

/** What is to be given back of a statement, by a request's SID, after the notes that there are. */
export type Claim = {
  readonly statement: ClosedStatement;
  readonly earlier: readonly CreditNoteItem[];
  readonly credit: Credit;
  readonly sid: string;
  readonly openDay: Day;
  readonly now: number;
  readonly callerSid: string;
};

/** A credit note with the writes that make it stand; nothing is written yet. */
export type Drafted = {
  readonly note: CreditNote;
  readonly put: (also?: readonly Write[]) => Promise<CreditNoteItem | 'lost'>;
};

/**
 * Drafts a credit note, to be looked at before it is put. To put it, its bytes go into the bucket first; then one transaction makes
 * it stand: note, ledger line in the open day, rollups, balance. Killed before that, nothing is given back; `lost` when
 * another note was first to its number, or the request made one before (decision 047).
 */
export async function draftCreditNote(claim: Claim): Promise<Drafted> {
  const { statement, earlier, credit, sid, openDay, now, callerSid } = claim;
  const { accountSid } = statement.item;
  const previous = earlier.at(-1);
  const purse = await purseOf({ accountSid, finalizedAt: now, day: openDay }, now);
  const note = makeCreditNote({
    ...credit,
    statement: statement.made,
    statementSha256: statement.item.sha256,
    sequence: earlier.length + 1,
    previous: previous && { number: previous.number, sha256: previous.sha256 },
    issuedOn: openDay,
    toBalance: purse?.purse === 'BALANCE',
  });
  const put = async (also: readonly Write[] = []) => {
    const stored = await writeCreditNoteBytes(note, { accountSid, createdAt: now });
    const item: CreditNoteItem = {
      ...itemOf(note, earlier.length + 1),
      ...stored,
      ...{ accountSid, sid, standsIn: openDay, createdAt: now, createdBy: callerSid },
    };
    const name = nameOfCreditNote({ period: statement.item.period, sequence: earlier.length + 1 });
    const line = correctionLine(
      { accountSid, sid, day: openDay, now },
      {
        corrects: statement.item.number,
        reason: `Credit note ${name}: ${credit.reason}`,
        amount: negate(credit.total),
        creditNote: note.number,
        credited: note.net,
      },
    );
    const written = await commitCorrection(line, now, [putCreditNote(item), ...also]);
    return written === 'committed' ? item : written;
  };
  return { note, put };
}

const itemOf = (note: CreditNote, sequence: number) => ({
  number: note.number,
  statement: note.statement.number,
  period: note.statement.period.name,
  sequence,
  issuedOn: note.issuedOn,
  currency: note.currency,
  reason: note.reason,
  lines: note.lines.length,
  total: note.total,
  returned: note.returned,
  net: note.net,
  payable: note.payable,
  carriedOut: note.carriedOut,
  prevSha256: note.prevSha256,
});
