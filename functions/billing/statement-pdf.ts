import { sha256 } from '../../lib/statement/canonical.ts';
import type { Presentation } from '../../lib/statement/make-sheet.ts';
import { parseStatement } from '../../lib/statement/parse-statement.ts';
import type { Sheet } from '../../lib/statement/sheet.ts';
import type { Statement } from '../../lib/statement/statement.ts';
import { commit } from '../../lib/store/commit.ts';
import { readStatementBytes, writeOnce } from './statement-bytes.ts';
import { loadPdf, putPdf, type StatementItem } from './statement-item.ts';

/**
 * A statement's PDF. It is made of the statement's JSON when it is first asked for, and from then on stands in the bucket
 * beside it. Throws where the JSON is not the one that was hashed at the close.
 */
export async function statementPdf({
  accountSid,
  period,
  objectKey,
  sha256: hash,
}: StatementItem): Promise<Uint8Array> {
  if ((await loadPdf(accountSid, period)) !== undefined) return readStatementBytes(objectKey, 'pdf');
  const json = await readStatementBytes(objectKey, 'json');
  if (sha256(json) !== hash) throw new Error(`${objectKey}.json is not what was hashed when the period was closed.`);
  const made = await renderedPdf(parseStatement(Buffer.from(json).toString('utf8')), { sha256: hash });
  const stored = await writeOnce(objectKey, 'pdf', made);
  await commit([putPdf(accountSid, period, sha256(stored))]); // lost: another request was first, with these bytes
  return stored;
}

/** Renders a PDF. */
export async function renderedPdf(statement: Statement, presentation: Presentation): Promise<Uint8Array> {
  const { renderPdf, fonts } = await pdfLibrary();
  return renderPdf(statement, presentation, fonts);
}

/** The same of any sheet, without a chart; `createdAt` in epoch milliseconds. */
export async function renderedSheetPdf(sheet: Sheet, createdAt: number): Promise<Uint8Array> {
  const { renderSheetPdf, fonts } = await pdfLibrary();
  return renderSheetPdf(sheet, fonts, { createdAt, chart: undefined });
}

/** The library and the fonts are loaded by the first request that needs them, not by every start. */
async function pdfLibrary() {
  const [library, { readFonts }] = await Promise.all([
    import('../../lib/statement/pdf/statement-pdf.ts'),
    import('./fonts.ts'),
  ]);
  return { ...library, fonts: readFonts() };
}
