import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import type { Answer } from '../../../lib/http/answer.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { answeredForm } from '../answered-form.ts';
import { isStatementForm, readStatementBytes, statementForms } from '../statement-bytes.ts';
import { loadCreditNote } from './credit-note-item.ts';
import { creditNoteNamed, namePattern } from './credit-note-name.ts';

const pattern = `^${namePattern}\\.(${Object.keys(statementForms).join('|')})$`;

export const FetchCreditNote = z.object({
  CreditNoteName: z.string().check(z.meta({ pattern, example: '2026-11-CN1.json' })),
});

/** The credit note's own bytes, as they were written when it was made: `2026-11-CN1.json`, `.csv`, `.html` or `.pdf`. */
export async function fetchCreditNote({
  account,
  parameters: { CreditNoteName },
  uri,
}: TenantRequest<z.infer<typeof FetchCreditNote>>): Promise<Answer | Refusal> {
  const [name = '', form = '', ...rest] = CreditNoteName.split('.');
  const named = creditNoteNamed(name);
  if (named === undefined || !isStatementForm(form) || rest.length > 0) return refuse(20404, uri.path);
  const note = await loadCreditNote(account.sid, named.period, named.sequence);
  if (note === undefined) return refuse(20404, uri.path);
  return answeredForm(note.objectKey, form, await readStatementBytes(note.objectKey, form));
}
