import { sha256 } from '../../../lib/statement/canonical.ts';
import type { CreditNote } from '../../../lib/statement/credit-note/credit-note.ts';
import { renderCreditNoteCsv } from '../../../lib/statement/credit-note/credit-note-csv.ts';
import { renderCreditNoteJson } from '../../../lib/statement/credit-note/credit-note-document.ts';
import { creditNoteSheet } from '../../../lib/statement/credit-note/credit-note-sheet.ts';
import { renderSheet } from '../../../lib/statement/statement-html.ts';
import { writeOnce, writeTextOnce } from '../statement-bytes.ts';
import { renderedSheetPdf } from '../statement-pdf.ts';
import type { CreditNoteItem } from './credit-note-item.ts';

type Stored = Pick<CreditNoteItem, 'sha256' | 'csvSha256' | 'htmlSha256' | 'pdfSha256' | 'objectKey'>;

/**
 * Writes a credit note's forms into the bucket, under a key that names the hash of its JSON: what a killed or lost attempt
 * has left there is of the same note, or in nobody's way.
 */
export async function writeCreditNoteBytes(
  note: CreditNote,
  { accountSid, createdAt }: { readonly accountSid: string; readonly createdAt: number },
): Promise<Stored> {
  const json = renderCreditNoteJson(note);
  const hash = sha256(json);
  const objectKey = `${accountSid}/credit-notes/${note.number}-${hash.slice(0, 16)}`;
  const sheet = creditNoteSheet(note, hash);
  await writeTextOnce(objectKey, 'json', json);
  const csv = await writeTextOnce(objectKey, 'csv', renderCreditNoteCsv(note));
  const html = await writeTextOnce(objectKey, 'html', renderSheet(sheet, note.number, undefined));
  const pdf = await writeOnce(objectKey, 'pdf', await renderedSheetPdf(sheet, createdAt));
  return { sha256: hash, csvSha256: sha256(csv), htmlSha256: sha256(html), pdfSha256: sha256(pdf), objectKey };
}
