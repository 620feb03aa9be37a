import type { Finding } from './finding.ts';
import type { StatementForm } from './statement-bytes.ts';

/** Whether the bucket holds the bytes of a document's form that were hashed when it was made. */
export async function verifyBytes(
  kind: Finding['kind'],
  objectKey: string,
  form: StatementForm,
  hash: string,
): Promise<Finding[]> {
  const item = `${objectKey}.${form}`;
  const { hashOfObject } = await import('./csv-upload.ts'); // it loads the bucket's client
  const found = await hashOfObject(objectKey, form);
  if (found === hash) return [];
  if (found === undefined) return [{ kind, item, problem: 'is missing in the bucket' }];
  const made = kind === 'statement' ? 'when the period was closed' : 'when it was made';
  return [{ kind, item, problem: `has not the bytes that were hashed ${made}` }];
}
