import type { Period } from '../../../lib/period/period.ts';
import { sha256 } from '../../../lib/statement/canonical.ts';
import { parseStatement } from '../../../lib/statement/parse-statement.ts';
import type { Statement } from '../../../lib/statement/statement.ts';
import { readStatementText } from '../statement-bytes.ts';
import { loadStatement, type StatementItem } from '../statement-item.ts';

/** What the table keeps of a statement, and what its bytes say. */
export type ClosedStatement = { readonly item: StatementItem; readonly made: Statement };

/** A closed period's statement, from its bytes; undefined when there is none. Throws where these are not what was hashed. */
export async function loadClosedStatement(accountSid: string, period: Period): Promise<ClosedStatement | undefined> {
  const item = await loadStatement(accountSid, period);
  if (item === undefined) return undefined;
  const json = await readStatementText(item.objectKey, 'json');
  if (sha256(json) !== item.sha256)
    throw new Error(`${item.objectKey}.json is not what was hashed when the period was closed.`);
  return { item, made: parseStatement(json) };
}
