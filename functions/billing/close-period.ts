import { log } from '../../lib/http/log.ts';
import { billingDay, type Day } from '../../lib/period/day.ts';
import { daysOf, type Period } from '../../lib/period/period.ts';
import { sha256 } from '../../lib/statement/canonical.ts';
import { linesOn, makeStatement } from '../../lib/statement/make-statement.ts';
import { parseStatement } from '../../lib/statement/parse-statement.ts';
import type { AccountUsage } from '../../lib/statement/statement.ts';
import { renderCsv } from '../../lib/statement/statement-csv.ts';
import { renderJson } from '../../lib/statement/statement-document.ts';
import { renderHtml } from '../../lib/statement/statement-html.ts';
import type { Account } from '../../lib/store/account.ts';
import { commit, type Write } from '../../lib/store/commit.ts';
import { finalDayOf } from './closing.ts';
import { gatherStatement } from './gather-statement.ts';
import { writeTextOnce } from './statement-bytes.ts';
import { loadStatement, putStatement } from './statement-item.ts';

/**
 * Makes an account's statement of a period whose days are all sealed, with the sub-accounts that stand on it; `onward` moves on what waits for the account, in the
 * same transaction. Every write is put-if-absent and every byte a function of what is sealed: interrupted anywhere and
 * run again, it ends with the same bytes (billing.md, rule 11).
 */
export async function closePeriod(
  account: Account,
  subAccounts: readonly Account[],
  period: Period,
  onward: Write,
): Promise<string> {
  const before = await loadStatement(account.sid, period);
  if (before !== undefined) {
    await commit([onward]);
    return before.number;
  }
  const input = await gatherStatement(account, period, subAccounts);
  for (const [index, each] of [account, ...subAccounts].entries())
    assertAllSealed(each, period, index === 0 ? input : input.subAccounts[index - 1]);
  const made = makeStatement(input);
  const objectKey = `${account.sid}/${period}-${input.sequence}`;
  const json = renderJson(made);
  const stored = await writeTextOnce(objectKey, 'json', json);
  if (stored !== json)
    log.error('A statement differs from what the bucket holds, which stands', { number: made.number });
  const statement = stored === json ? made : parseStatement(stored);
  const hash = sha256(stored);
  const csv = await writeTextOnce(objectKey, 'csv', renderCsv(statement, linesOn(input)));
  const html = await writeTextOnce(objectKey, 'html', renderHtml(statement, { sha256: hash }));
  const hashes = { sha256: hash, csvSha256: sha256(csv), htmlSha256: sha256(html), objectKey };
  // Lost: another run was first, with the same bytes.
  await commit([putStatement(statement, hashes), onward]);
  return statement.number;
}

/** From an account's first day in the period, or the period's, to its last, or the period's, there is no gap. */
function assertAllSealed(account: Account, period: Period, usage: AccountUsage | undefined): void {
  const first = billingDay(account.createdAt, account.zone);
  const last = finalDayOf(account) ?? '99999999';
  const sealed = new Set(usage?.seals.map(({ day }) => day));
  const isMissing = (day: Day) => day >= first && day <= last && !sealed.has(day);
  const missing = daysOf(period).filter(isMissing);
  if (missing.length > 0) throw new Error(`${account.sid} ${period}: not sealed: ${missing.join(' ')}`);
}
