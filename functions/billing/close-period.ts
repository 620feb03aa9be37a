import { log } from '../../lib/http/log.ts';
import { billingDay, type Day } from '../../lib/period/day.ts';
import { daysOf, type Period } from '../../lib/period/period.ts';
import { sha256 } from '../../lib/statement/canonical.ts';
import { statementOf } from '../../lib/statement/make-statement.ts';
import { parseStatement } from '../../lib/statement/parse-statement.ts';
import type { Seal } from '../../lib/statement/statement.ts';
import { csvEnd } from '../../lib/statement/statement-csv.ts';
import { renderJson } from '../../lib/statement/statement-document.ts';
import { renderHtml } from '../../lib/statement/statement-html.ts';
import type { Account } from '../../lib/store/account.ts';
import { commit, type Write } from '../../lib/store/commit.ts';
import { finalDayOf } from './closing.ts';
import { endCsv } from './csv-upload.ts';
import { gatherStatement } from './gather-statement.ts';
import { writeTextOnce } from './statement-bytes.ts';
import { loadStatement, putStatement, type StatementItem } from './statement-item.ts';
import { sumUpClosing } from './sum-up-closing.ts';

/**
 * Makes an account's statement of a period whose days are all sealed, with the sub-accounts that stand on it; `onward` moves on what waits for the account, in the
 * same transaction. Every write is put-if-absent and every byte a function of what is sealed: interrupted anywhere and
 * run again, it ends with the same bytes (billing.md, rule 11). `paused`: it is to be gone on with, since there was no time for more.
 */
export async function closePeriod(
  account: Account,
  subAccounts: readonly Account[],
  period: Period,
  onward: Write,
  hasTime: () => boolean = () => true,
): Promise<Pick<StatementItem, 'number'> | 'paused'> {
  const before = await loadStatement(account.sid, period);
  if (before !== undefined) {
    await commit([onward]);
    return before;
  }
  const gathered = await gatherStatement(account, period, subAccounts);
  for (const [index, { seals }] of gathered.usage.entries())
    assertAllSealed([account, ...subAccounts][index] ?? account, period, seals);
  const number = `${account.sid}-${period}-1`;
  const objectKey = `${account.sid}/${period}-1`;
  const closing = await sumUpClosing(gathered, { objectKey, number, hasTime });
  if (closing === 'paused') return closing;
  const made = statementOf(gathered.inputWith(closing.sums), closing.sums);
  const json = renderJson(made);
  const stored = await writeTextOnce(objectKey, 'json', json);
  if (stored !== json)
    log.error('A statement differs from what the bucket holds, which stands', { number: made.number });
  const statement = stored === json ? made : parseStatement(stored);
  const hash = sha256(stored);
  const csvSha256 = await endCsv(objectKey, closing.csv, csvEnd(statement));
  const html = await writeTextOnce(objectKey, 'html', renderHtml(statement, { sha256: hash }));
  const hashes = { sha256: hash, csvSha256, htmlSha256: sha256(html), objectKey };
  // Lost: another run was first, with the same bytes.
  await commit([putStatement(statement, hashes), onward]);
  return statement;
}

/** From an account's first day in the period, or the period's, to its last, or the period's, there is no gap. */
function assertAllSealed(account: Account, period: Period, seals: readonly Seal[]): void {
  const first = billingDay(account.createdAt, account.zone);
  const last = finalDayOf(account) ?? '99999999';
  const sealed = new Set(seals.map(({ day }) => day));
  const isMissing = (day: Day) => day >= first && day <= last && !sealed.has(day);
  const missing = daysOf(period).filter(isMissing);
  if (missing.length > 0) throw new Error(`${account.sid} ${period}: not sealed: ${missing.join(' ')}`);
}
