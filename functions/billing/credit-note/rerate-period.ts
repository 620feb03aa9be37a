import { isRefusal, type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import { lineWithId } from '../../../lib/metering/correction-lines.ts';
import { negate, subtract, sum } from '../../../lib/money/nano.ts';
import type { Day } from '../../../lib/period/day.ts';
import type { Period } from '../../../lib/period/period.ts';
import type { LedgerLine } from '../../../lib/rating/ledger-line.ts';
import type { Repricing } from '../../../lib/statement/credit-note/credit-note.ts';
import type { Account } from '../../../lib/store/account.ts';
import { untilCommitted } from '../../../lib/store/until-committed.ts';
import { commitCorrection } from '../commit-correction.ts';
import { correctionId, correctionLine } from '../correction-line.ts';
import { loadClosedStatement } from './closed-statement.ts';
import { type CreditNoteItem, creditNotesOn } from './credit-note-item.ts';
import { attemptsMin, draftCreditNote } from './draft-credit-note.ts';
import { rerateStatement } from './rerate-statement.ts';
import { putRerating, type Rerating, reratingsOf } from './rerating-item.ts';

/** A closed period that is to be rated again at other prices. `sid` is the request's: the same is done once. */
export type Asked = {
  readonly account: Account;
  readonly period: Period;
  readonly repricing: Repricing;
  readonly reason: string;
  readonly sid: string;
  readonly openDay: Day;
  readonly callerSid: string;
  readonly now: number;
};

/** What a re-rating came to: a credit note, or a debit line, or neither when it changed nothing. */
export type PeriodRerated = {
  readonly statement: string;
  readonly rerating: Pick<Rerating, 'difference' | 'lines'> | undefined;
  readonly creditNote: CreditNoteItem | undefined;
  readonly debit: LedgerLine | undefined;
};

/**
 * Rates a closed period again. What it costs less than its statement and earlier re-ratings have come to is given back by a
 * credit note; what it costs more is a debit line in the open day, on the next statement; to the nano-unit. The statement
 * stays. Asked again, at once or after being killed, nothing is done twice: the next one begins from what the last has done.
 */
export function reratePeriod(asked: Asked): Promise<PeriodRerated | Refusal> {
  return untilCommitted(asked.account.sid, () => attempt(asked), { attemptsMin });
}

/** Loads what was done, rates, and puts what is left to be done; lost when another was first. */
async function attempt(asked: Asked): Promise<PeriodRerated | Refusal | 'lost'> {
  const { account, period, repricing, sid, now } = asked;
  const statement = await loadClosedStatement(account.sid, period);
  if (statement === undefined) return refuse(20001, `Period: ${account.sid} has no statement of ${period}`);
  const earlier = await reratingsOf(account.sid, period);
  const made = earlier.find((each) => each.sid === sid);
  if (made !== undefined) return outcomeOf(account, period, statement.item.number, made);
  const changed = await rerateStatement(account, statement, repricing, now);
  if (isRefusal(changed)) return changed;
  const before = sum(earlier.map(({ difference }) => difference));
  const rerating = reratingOf(asked, subtract(changed.difference, before), changed.lines.length);
  const nothing = { statement: statement.item.number, rerating: undefined, creditNote: undefined, debit: undefined };
  if (rerating.difference === 0n) return nothing;
  const put = putRerating(rerating, period, earlier.length);
  if (rerating.difference > 0n) {
    const debit = debitLine(asked, statement.item.number, rerating);
    const written = await commitCorrection(debit, now, [put]);
    return written === 'lost' ? 'lost' : { ...nothing, rerating, debit };
  }
  const { lines, adjustments } = changed;
  const total = negate(rerating.difference);
  const draft = await draftCreditNote({
    ...{ statement, sid, now, openDay: asked.openDay, callerSid: asked.callerSid },
    earlier: await creditNotesOn(account.sid, period),
    credit: { reason: asked.reason, repricing, lines, adjustments, earlier: before, total },
  });
  const creditNote = await draft.put([put]);
  return creditNote === 'lost' ? 'lost' : { ...nothing, rerating, creditNote };
}

const reratingOf = (asked: Asked, difference: Rerating['difference'], lines: number): Rerating => ({
  accountSid: asked.account.sid,
  sid: asked.sid,
  difference,
  lines,
  pricesAsOf: asked.repricing.pricesAsOf,
  ...(asked.repricing.since !== undefined && { since: asked.repricing.since }),
  standsIn: asked.openDay,
  createdAt: asked.now,
  createdBy: asked.callerSid,
});

const debitLine = ({ account, sid, openDay, now, reason }: Asked, corrects: string, { difference }: Rerating) =>
  correctionLine({ accountSid: account.sid, sid, day: openDay, now }, { corrects, reason, amount: difference });

/** What an earlier attempt of the same request has done. */
async function outcomeOf({ sid }: Account, period: Period, statement: string, made: Rerating): Promise<PeriodRerated> {
  const notes = made.difference < 0n ? await creditNotesOn(sid, period) : [];
  const debit = made.difference > 0n ? await lineWithId(sid, correctionId(made.sid), [made.standsIn]) : undefined;
  return { statement, rerating: made, creditNote: notes.find((note) => note.sid === made.sid), debit };
}
