import type { Sheet } from '../sheet.ts';
import type { Page } from './page.ts';

const notice =
  'This PDF has no letters for some of the names on it, and shows boxes in their place. The HTML page of the same document shows them.';

/** The sheet, with a notice where its fonts lack a letter of it: nobody should wonder whose bill it is. */
export function withMissingLettersTold(sheet: Sheet, page: Page): Sheet {
  const codePoints = new Set([...JSON.stringify(sheet)].flatMap((letter) => letter.codePointAt(0) ?? []));
  const faces = ['regular', 'bold'].map((face) => fontOf(page.font(face)));
  const missing = [...codePoints].some((codePoint) => faces.some((font) => !font.hasGlyphForCodePoint(codePoint)));
  return missing ? { ...sheet, notices: [...sheet.notices, notice] } : sheet;
}

type Font = { hasGlyphForCodePoint(codePoint: number): boolean };

/** pdfkit's types leave out the font that it writes with. */
const fontOf = (page: Page): Font => (page as unknown as { _font: { font: Font } })._font.font;
