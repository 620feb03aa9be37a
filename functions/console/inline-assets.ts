import type { Plugin } from 'esbuild';
import { buildAssets, pageFolder } from './build-assets.ts';

/** While the console’s Lambda is bundled, what assets.ts would build is put in its place: a Lambda has no esbuild. */
export const inlineAssets: Plugin = {
  name: 'inline-assets',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]functions[\\/]console[\\/]assets\.ts$/ }, () => ({
      contents: `export const assets = ${JSON.stringify(buildAssets())};`,
      watchDirs: [pageFolder],
    }));
  },
};
