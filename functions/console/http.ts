import { publicRoute } from '../../lib/http/route.ts';
import { api } from '../../lib/http/router.ts';
import { assets } from './assets.ts';
import { showAsset } from './show-asset.ts';
import { showPage } from './show-page.ts';

/** The isolation matrix reads this table. Nothing here is anybody's: the page asks the API as everybody does. */
export const routes = [
  publicRoute('GET', '/console', showPage),
  ...Object.values(assets).map((asset) => publicRoute('GET', `/console/${asset.name}`, showAsset(asset))),
];

export const handler = api(routes);
