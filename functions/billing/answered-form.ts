import { type Answer, bytes, redirect, text } from '../../lib/http/answer.ts';
import { type StatementForm, statementForms, statementUrl } from './statement-bytes.ts';

/** A Lambda answers at most 6 MB; escaped as JSON, or in base 64, bytes grow. */
export const answeredBytesMax = 3_000_000;

/** A document's stored bytes as an answer; a redirect to a short-lived URL where they are more than a Lambda may answer. */
export async function answeredForm(objectKey: string, form: StatementForm, stored: Uint8Array): Promise<Answer> {
  if (stored.length > answeredBytesMax) return redirect(await statementUrl(objectKey, form));
  if (form === 'pdf') return bytes(statementForms.pdf, stored);
  return text(statementForms[form], Buffer.from(stored).toString('utf8'));
}
