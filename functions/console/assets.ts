import { buildAssets } from './build-assets.ts';

/** The page's script and style. In a bundle they are values already: inline-assets.ts makes them while bundling. */
export const assets = buildAssets();
