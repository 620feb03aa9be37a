import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Fonts } from '../../lib/statement/pdf/page.ts';

const { resolve } = createRequire(import.meta.url);
const face = (name: string): Uint8Array => readFileSync(resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));

/** DejaVu's narrow faces: Latin, Greek, Cyrillic and more. In a bundle they are values already (bundle-pdf.ts). */
export const readFonts = (): Fonts => ({
  regular: face('DejaVuSansCondensed'),
  bold: face('DejaVuSansCondensed-Bold'),
});
