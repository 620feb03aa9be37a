import { sha256 } from '../../lib/statement/canonical.ts';
import type { Finding } from './finding.ts';
import { readStatementBytes, type StatementForm } from './statement-bytes.ts';

/** Whether the bucket holds the bytes of a document's form that were hashed when it was made. */
export async function verifyBytes(
  kind: Finding['kind'],
  objectKey: string,
  form: StatementForm,
  hash: string,
): Promise<Finding[]> {
  const item = `${objectKey}.${form}`;
  try {
    if (sha256(await readStatementBytes(objectKey, form)) === hash) return [];
  } catch (error) {
    const { isMissing } = await import('../../lib/store/bucket.ts'); // loaded by the reading
    if (!isMissing(error)) throw error;
    return [{ kind, item, problem: 'is missing in the bucket' }];
  }
  const made = kind === 'statement' ? 'when the period was closed' : 'when it was made';
  return [{ kind, item, problem: `has not the bytes that were hashed ${made}` }];
}
