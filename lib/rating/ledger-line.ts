import type { Nano } from '../money/nano.ts';
import type { Day } from '../period/day.ts';

/** A usage event after rating. Immutable; its id is the event's, so it is its own mark of having been rated. */
export interface LedgerLine {
  /** `<meter>#<resource SID>#<seq>`. */
  readonly id: string;
  readonly accountSid: string;
  readonly microService: string;
  readonly meter: string;
  readonly resourceSid: string;
  /** When the use began; the plan's version is chosen by it. Epoch milliseconds. */
  readonly startedAt: number;
  /** When the use ended for good; the day and the period are chosen by it. Epoch milliseconds. */
  readonly finalizedAt: number;
  /** The account's local billing day in which the line stands. */
  readonly day: Day;
  /** Whole units of the meter. */
  readonly quantity: bigint;
  readonly billedUnits: bigint;
  readonly destination?: string | undefined;
  readonly prefix?: string | undefined;
  /** The near end, and the prefix of it, where the rate was for a pair. */
  readonly origin?: string | undefined;
  readonly originPrefix?: string | undefined;
  /** The deck and its version, where the plan names one: `retail#3`. */
  readonly deck?: string | undefined;
  /** Undefined where no plan was in force. */
  readonly plan?: string | undefined;
  readonly version?: number | undefined;
  /** The named tier of the plan by which it was priced. */
  readonly tier?: string | undefined;
  /** The profile whose own price was used instead of the plan's: `call from 2026-12-01T00:00:00.000Z`. */
  readonly profile?: string | undefined;
  /** For people; the amount is what counts. */
  readonly unitPrice?: string | undefined;
  readonly per: number;
  readonly connect: Nano;
  /** The list price, in nano-units of the account's currency; 0 while unrated. */
  readonly amount: Nano;
  /** Why no price was found. Undefined on a rated line. */
  readonly unrated?: 'no-plan' | 'no-line' | 'no-destination' | 'no-rate' | undefined;
  /** The day that it missed, when that was sealed before it came. */
  readonly lateFor?: Day | undefined;
  /** On a correction: the id of the line, or the number of the statement or credit note, that it corrects. On a use rated again: its UNRATED line. */
  readonly corrects?: string | undefined;
  /** On a correction: why, for people. */
  readonly reason?: string | undefined;
  /** On a credit note's line: the note's number. */
  readonly creditNote?: string | undefined;
  /** What of its amount the credit note pays by itself, positive: no statement takes that off again. */
  readonly credited?: Nano | undefined;
}

/** The order in which a period's totals are computed: by `(finalizedAt, id)` (billing.md, rule 5). */
export function inBillingOrder(left: LedgerLine, right: LedgerLine): number {
  if (left.finalizedAt !== right.finalizedAt) return left.finalizedAt - right.finalizedAt;
  if (left.id === right.id) return 0;
  return left.id < right.id ? -1 : 1;
}

/** The meter of signed corrections: amounts that count no use and move no tier. */
export const correctionsMeter = 'corrections';

/** Whether a line is a use that had no price when it was first rated, rated again: the line that it `corrects` is UNRATED. */
export const isRerated = ({ meter, corrects }: LedgerLine): boolean =>
  meter !== correctionsMeter && corrects !== undefined;
