import { correctionsMeter, inBillingOrder, type LedgerLine } from '../rating/ledger-line.ts';
import type { RatingPlan } from '../rating/rating-plan.ts';
import { addToSums, noSums } from '../rating/segment-sums.ts';
import { type AccountSums, addToAccount, noAccountSums } from './account-sums.ts';
import { type SumsOfSegments, segmentOf, segmentOfLine, sumsKey } from './adjust-accounts.ts';
import type { AccountUsage, StatementInput } from './statement.ts';

/**
 * What the lines of a statement, taken in billing order, have come to so far: all that the statement needs of them, so that no more
 * than a part of them is ever in memory. Plain values: they can be kept, and gone on with.
 */
export interface StatementSums {
  readonly accounts: Map<string, AccountSums>;
  readonly segments: SumsOfSegments;
}

/** What lines do not say of themselves. */
export interface LineTerms {
  /** The plan's version, or its named tier, by which a line was priced; undefined where it is not known. */
  readonly planOf: (line: LedgerLine) => RatingPlan | undefined;
  /** Whether a balance has paid a line in advance. */
  readonly isPaid: (line: LedgerLine) => boolean;
}

export const noStatementSums = (accountSids: readonly string[]): StatementSums => ({
  accounts: new Map(accountSids.map((sid) => [sid, noAccountSums(sid)])),
  segments: new Map(),
});

/** Adds the lines that come next in billing order, of whichever account. Throws where a priced line's plan is not known. */
export function addToStatement(sums: StatementSums, lines: Iterable<LedgerLine>, terms: LineTerms): void {
  for (const line of lines) {
    const segment = segmentOfLine(line);
    addToAccount(sumsOf(sums, line.accountSid), line, segment, terms.isPaid(line));
    if (line.unrated !== undefined || line.meter === correctionsMeter) continue;
    const plan = terms.planOf(line);
    if (plan === undefined) throw new Error(`${line.id}: no plan ${segment} given.`);
    const key = sumsKey(line.accountSid, plan);
    const own = sums.segments.get(key) ?? noSums(plan);
    addToSums(own, line, plan);
    sums.segments.set(key, own);
  }
}

/** What the lines of a statement come to, given in any order. */
export function sumUp({ account, subAccounts, ...own }: StatementInput): StatementSums {
  const accounts = [{ sid: account.sid, ...own }, ...subAccounts];
  const terms = new Map(accounts.map((each) => [each.sid, termsOf(each)]));
  const sums = noStatementSums([...terms.keys()]);
  const lines = accounts.flatMap((each) => each.lines);
  addToStatement(sums, lines.sort(inBillingOrder), {
    planOf: (line) => terms.get(line.accountSid)?.planOf(line),
    isPaid: (line) => terms.get(line.accountSid)?.isPaid(line) === true,
  });
  return sums;
}

function termsOf({ plansInForce, paid }: AccountUsage): LineTerms {
  const plans = new Map(plansInForce.toReversed().map(({ plan }) => [segmentOf(plan), plan]));
  return { planOf: (line) => plans.get(segmentOfLine(line)), isPaid: ({ id }) => paid?.has(id) === true };
}

/** The sums of one of the accounts. */
export function sumsOf({ accounts }: StatementSums, sid: string): AccountSums {
  const own = accounts.get(sid);
  if (own === undefined) throw new Error(`${sid} is not on the statement.`);
  return own;
}
