import PDFDocument from 'pdfkit';
import type { Sheet } from '../sheet.ts';

/** TrueType faces, of which the glyphs used are embedded. */
export interface Fonts {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
}

export const ink = '#1b2430';
export const soft = '#5d6b7a';
export const accent = '#17607a';
export const wash = '#f3f7f9';
export const hairline = '#dfe4ea';

/** A4 in points. */
const size = { width: 595.28, height: 841.89 } as const;
const marginPoints = 45;
const footerPoints = 30;

export const left = marginPoints;
export const width = size.width - 2 * marginPoints;
export const bottom = size.height - marginPoints - footerPoints;

export type Page = PDFKit.PDFDocument;

/** A document without a page: every page begins with the statement's name, but for the first. */
export function newDocument(sheet: Sheet, fonts: Fonts, createdAt: number): Page {
  const document = new PDFDocument({
    size: 'A4',
    margin: marginPoints,
    autoFirstPage: false,
    bufferPages: true,
    lang: 'en',
    displayTitle: true,
    // The only clock in the file: the same statement has the same bytes each time.
    info: {
      Title: `${sheet.title} ${sheet.number}`,
      Author: sheet.from.name,
      Creator: 'Tallyline',
      CreationDate: new Date(createdAt),
    },
    // pdfkit looks for Helvetica's metrics in files unless another font is named.
    font: null as unknown as string,
  });
  document.registerFont('regular', Buffer.from(fonts.regular));
  document.registerFont('bold', Buffer.from(fonts.bold));
  return document;
}

/** Sets what is written next. */
export const style = (page: Page, face: 'regular' | 'bold', points: number, colour = ink): Page =>
  page.font(face).fontSize(points).fillColor(colour);

/** Begins a page that goes on with the statement; the text's place is below its head. */
export function continuePage(page: Page, { title, number }: Sheet): void {
  page.addPage();
  style(page, 'regular', 8, soft).text(`${title} ${number}, continued`, left, marginPoints, { width });
  page.moveTo(left, marginPoints + 14).lineTo(left + width, marginPoints + 14);
  page.lineWidth(0.5).strokeColor(hairline).stroke();
  page.y = marginPoints + 24;
}

/** Numbers the pages, once all are there. */
export function numberPages(page: Page, { from, number }: Sheet): void {
  const { start, count } = page.bufferedPageRange();
  for (let index = start; index < start + count; index += 1) {
    page.switchToPage(index);
    page.page.margins.bottom = 0; // or the footer would begin another page
    const y = size.height - marginPoints - 8;
    style(page, 'regular', 7.5, soft).text(`${from.name} · ${number}`, left, y, {
      width: width - 80,
      lineBreak: false,
    });
    page.text(`Page ${index - start + 1} of ${count}`, left, y, { width, align: 'right', lineBreak: false });
  }
}
