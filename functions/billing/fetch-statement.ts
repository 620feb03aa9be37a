import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, redirect } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { isPeriod } from '../../lib/period/period.ts';
import { answeredBytesMax, answeredForm } from './answered-form.ts';
import { isStatementForm, readStatementBytes, sizeOf, statementForms, statementUrl } from './statement-bytes.ts';
import { loadStatement } from './statement-item.ts';
import { statementPdf } from './statement-pdf.ts';

const pattern = String.raw`^\d{4}-(0[1-9]|1[0-2])\.(${Object.keys(statementForms).join('|')})$`;

export const FetchStatement = z.object({
  StatementName: z.string().check(z.meta({ pattern, example: '2026-11.json' })),
});

/** The statement's own bytes, as they were written at the period's close: `2026-11.json`, `.csv`, `.html` or `.pdf`. */
export async function fetchStatement({
  account,
  parameters: { StatementName },
  uri,
}: TenantRequest<z.infer<typeof FetchStatement>>): Promise<Answer | Refusal> {
  const [period = '', form = '', ...rest] = StatementName.split('.');
  if (!isPeriod(period) || !isStatementForm(form) || rest.length > 0) return refuse(20404, uri.path);
  const statement = await loadStatement(account.sid, period);
  if (statement === undefined) return refuse(20404, uri.path);
  const { objectKey } = statement;
  if (form === 'csv' && (await sizeOf(objectKey, form)) > answeredBytesMax)
    return redirect(await statementUrl(objectKey, form));
  const stored = form === 'pdf' ? await statementPdf(statement) : await readStatementBytes(objectKey, form);
  return answeredForm(objectKey, form, stored);
}
