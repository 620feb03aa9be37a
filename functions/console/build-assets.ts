import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';

/** A file that the page loads. Its name holds a hash of its content, so that it can be cached forever. */
export type Asset = { readonly name: string; readonly contentType: string; readonly content: string };
export type Assets = { readonly script: Asset; readonly style: Asset };

/** Where the page's own sources are. */
export const pageFolder = join(import.meta.dirname, 'page');

/** Bundles page/page.tsx, and the styles it imports, for a browser. Throws esbuild's BuildFailure. */
export function buildAssets(): Assets {
  const { outputFiles } = buildSync({
    entryPoints: { console: join(pageFolder, 'page.tsx') },
    entryNames: '[name]-[hash]',
    outdir: pageFolder, // nothing is written there
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2023',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    charset: 'utf8',
    logLevel: 'silent',
  });
  const asset = (extension: string, contentType: string): Asset => {
    const found = outputFiles.find(({ path }) => path.endsWith(extension));
    if (found === undefined) throw new Error(`The console’s page makes no ${extension} file`);
    return { name: basename(found.path), contentType, content: found.text };
  };
  return {
    script: asset('.js', 'text/javascript; charset=utf-8'),
    style: asset('.css', 'text/css; charset=utf-8'),
  };
}
