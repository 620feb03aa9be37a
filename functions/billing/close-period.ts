import { log } from '../../lib/http/log.ts';
import { advanceBillingDue } from '../../lib/metering/billing-due.ts';
import { daysOf, type Period } from '../../lib/period/period.ts';
import { sha256 } from '../../lib/statement/canonical.ts';
import { makeStatement } from '../../lib/statement/make-statement.ts';
import type { StatementInput } from '../../lib/statement/statement.ts';
import { renderCsv } from '../../lib/statement/statement-csv.ts';
import { renderJson } from '../../lib/statement/statement-document.ts';
import { renderHtml } from '../../lib/statement/statement-html.ts';
import type { Account } from '../../lib/store/account.ts';
import { commit } from '../../lib/store/commit.ts';
import { gatherStatement } from './gather-statement.ts';
import { writeOnce } from './statement-bytes.ts';
import { loadStatement, putStatement } from './statement-item.ts';

/**
 * Makes an account's statement of a period whose days are all sealed. Every write is put-if-absent and every byte a
 * function of what is sealed: interrupted anywhere and run again, it ends with the same bytes (billing.md, rule 11).
 */
export async function closePeriod(account: Account, period: Period): Promise<string> {
  const lastDay = daysOf(period).at(-1) ?? '';
  const before = await loadStatement(account.sid, period);
  if (before !== undefined) {
    await commit([advanceBillingDue(account, lastDay)]);
    return before.number;
  }
  const input = await gatherStatement(account, period);
  assertAllSealed(input);
  const statement = makeStatement(input);
  const objectKey = `${account.sid}/${period}-${input.sequence}`;
  const json = renderJson(statement);
  const stored = await writeOnce(objectKey, 'json', json);
  if (stored !== json)
    log.error('A statement differs from what the bucket holds, which stands', { number: statement.number });
  const hash = sha256(stored);
  await writeOnce(objectKey, 'csv', renderCsv(statement, input.lines));
  await writeOnce(objectKey, 'html', renderHtml(statement, { sha256: hash }));
  // Lost: another run was first, with the same bytes.
  await commit([putStatement(statement, { sha256: hash, objectKey }), advanceBillingDue(account, lastDay)]);
  return statement.number;
}

/** From the first sealed day to the period's last there is no gap. */
function assertAllSealed({ account, period, seals }: StatementInput): void {
  const days = daysOf(period);
  const missing = days
    .slice(days.indexOf(seals[0]?.day ?? ''))
    .filter((day) => !seals.some((seal) => seal.day === day));
  if (seals.length === 0 || missing.length > 0)
    throw new Error(`${account.sid} ${period}: not sealed: ${missing.join(' ')}`);
}
