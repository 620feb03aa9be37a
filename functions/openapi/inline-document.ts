import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

const documentCharactersMax = 10_000_000;

/**
 * While the Lambda is bundled, the document itself is put in place of what builds it: a Lambda has no zod-openapi. It is
 * built by a process of its own, from the sources as they are now. Throws with the name of a route that lacks something.
 */
export const inlineDocument: Plugin = {
  name: 'inline-document',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]functions[\\/]openapi[\\/]document\.ts$/ }, () => {
      const script = join(import.meta.dirname, 'write-document.ts');
      const text = execFileSync(process.execPath, [script], { encoding: 'utf8', maxBuffer: documentCharactersMax });
      return { contents: `export const openApiDocument = async () => ${JSON.stringify(text)};` };
    });
  },
};
