import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, bytes, text } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { periodAt, period as spanOfPeriod } from '../../lib/period/period.ts';
import { canonicalJson } from '../../lib/statement/canonical.ts';
import { linesOn, makeStatement } from '../../lib/statement/make-statement.ts';
import { renderCsv } from '../../lib/statement/statement-csv.ts';
import { statementDocument } from '../../lib/statement/statement-document.ts';
import { renderHtml } from '../../lib/statement/statement-html.ts';
import { gatherStatement } from './gather-statement.ts';
import { period } from './parameter.ts';
import { type StatementForm, statementForms } from './statement-bytes.ts';
import { renderedPdf } from './statement-pdf.ts';

export const PreviewStatement = z.object({
  /** The account's current period when absent. */
  Period: z.optional(period()),
});

/** What the statement would be if the period ended now, from the usage rated so far. Nothing is stored. */
export const previewStatement =
  (form: StatementForm) =>
  async ({
    account,
    parameters,
    now,
    uri,
  }: TenantRequest<z.infer<typeof PreviewStatement>>): Promise<Answer | Refusal> => {
    const period = parameters.Period ?? periodAt(now, account.zone);
    if (account.role === 'operator' || spanOfPeriod(period, account.zone).startsAt > now)
      return refuse(20404, uri.path);
    const input = await gatherStatement(account, period);
    const statement = makeStatement(input);
    if (form === 'pdf')
      return bytes(statementForms.pdf, await renderedPdf(statement, { sha256: undefined, previewAt: now }));
    if (form === 'html') return text(statementForms.html, renderHtml(statement, { sha256: undefined, previewAt: now }));
    if (form === 'csv') return text(statementForms.csv, renderCsv(statement, linesOn(input)));
    const preview = { ...statementDocument(statement), Number: null, PreviewAt: new Date(now).toISOString() };
    return text(statementForms.json, canonicalJson(preview));
  };
