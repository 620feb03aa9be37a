import * as z from 'zod/mini';
import { environment } from '../../lib/environment/environment.ts';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, bytes, json, text } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { type Period, periodAt, period as spanOfPeriod } from '../../lib/period/period.ts';
import type { LedgerLine } from '../../lib/rating/ledger-line.ts';
import { canonicalJson } from '../../lib/statement/canonical.ts';
import { statementOf } from '../../lib/statement/make-statement.ts';
import type { Statement } from '../../lib/statement/statement.ts';
import { renderCsv } from '../../lib/statement/statement-csv.ts';
import { statementDocument } from '../../lib/statement/statement-document.ts';
import { renderHtml } from '../../lib/statement/statement-html.ts';
import { gatherStatement } from './gather-statement.ts';
import { previewOf } from './large-preview.ts';
import { period } from './parameter.ts';
import { type StatementForm, statementForms } from './statement-bytes.ts';
import { renderedPdf } from './statement-pdf.ts';
import { lineCount, sumUpLines } from './sum-up-lines.ts';

export const PreviewStatement = z.object({
  /** The account's current period when absent. */
  Period: z.optional(period()),
});

/** A Lambda answers at most 6 MB; a row is some 320 bytes. */
const csvBytesMax = 5_000_000;
const csvLinesMax = 15_000;
/** What a request sums up within its 29 s; of more the worker makes the preview. */
const slicesMax = 2.5;
const retryAfterSeconds = 15;

/**
 * What the statement would be if the period ended now, from the usage rated so far. Of a period with very many lines (50,000) it is made
 * by the worker: 202 until it is there, then answered for 15 minutes.
 */
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
    const gathered = await gatherStatement(account, period);
    const count = lineCount(gathered);
    if (form === 'csv' && count > csvLinesMax) return refuse(20001, tooLong(count));
    if (count > environment().ledgerLinesAtOnce * slicesMax) return largePreview(account.sid, period, form, now);
    const lines: LedgerLine[] = [];
    const onSlice = async (slice: readonly LedgerLine[]) => {
      if (form === 'csv') lines.push(...slice);
      return 'on' as const;
    };
    const sums = await sumUpLines(gathered, { onSlice });
    if (sums === undefined) throw new Error(`${account.sid} ${period}: its lines were not summed up to the end.`);
    const statement = statementOf(gathered.inputWith(sums), sums);
    if (form !== 'csv') return rendered(statement, form, now);
    const csv = renderCsv(statement, lines);
    return Buffer.byteLength(csv) > csvBytesMax ? refuse(20001, tooLong(count)) : text(statementForms.csv, csv);
  };

const tooLong = (count: number) =>
  `Period: the CSV of ${count} ledger lines is longer than an answer; the exports have them page by page`;

/** Of a larger period the worker makes it; until then it is asked for again. */
async function largePreview(accountSid: string, period: Period, form: StatementForm, now: number): Promise<Answer> {
  const found = await previewOf(accountSid, period, now);
  if ('statement' in found && form !== 'csv') return rendered(found.statement, form, found.previewAt);
  const askedAt = 'askedAt' in found ? found.askedAt : found.previewAt;
  const body = { Status: 'in-progress', Period: period, AskedAt: new Date(askedAt).toISOString() };
  return { ...json(body, 202), headers: { 'retry-after': String(retryAfterSeconds) } };
}

async function rendered(statement: Statement, form: Exclude<StatementForm, 'csv'>, previewAt: number): Promise<Answer> {
  if (form === 'pdf') return bytes(statementForms.pdf, await renderedPdf(statement, { sha256: undefined, previewAt }));
  if (form === 'html') return text(statementForms.html, renderHtml(statement, { sha256: undefined, previewAt }));
  const preview = { ...statementDocument(statement), Number: null, PreviewAt: new Date(previewAt).toISOString() };
  return text(statementForms.json, canonicalJson(preview));
}
