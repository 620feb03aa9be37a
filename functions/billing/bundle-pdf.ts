import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import type { Plugin } from 'esbuild';
import { readFonts } from './fonts.ts';

/** While a Lambda that makes PDFs is bundled: what it would read from node_modules is put in its place. */
export const bundlePdf: Plugin = {
  name: 'bundle-pdf',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]functions[\\/]billing[\\/]fonts\.ts$/ }, () => ({ contents: inlineFonts() }));
    // Where it is, it needs for colour profiles and standard fonts alone, which our pages do not have.
    onLoad({ filter: /[\\/]pdfkit[\\/]js[\\/]pdfkit\.node\.mjs$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', '("file://" + __filename)'),
    }));
    // 475 KB that only fonts in WOFF2 need.
    onLoad({ filter: /[\\/]brotli[\\/]decompress\.js$/ }, () => ({
      contents: 'module.exports = () => { throw new Error("Fonts in WOFF2 are not read here."); };',
    }));
  },
};

/** Deflated they are half as large; they are inflated when the first PDF is asked for. */
function inlineFonts(): string {
  const inlined = Object.entries(readFonts()).map(
    ([name, bytes]) => `${name}: face("${deflateRawSync(bytes).toString('base64')}")`,
  );
  return [
    "import { inflateRawSync } from 'node:zlib';",
    "const face = (deflated) => inflateRawSync(Buffer.from(deflated, 'base64'));",
    `export const readFonts = () => ({ ${inlined.join(', ')} });`,
  ].join('\n');
}
