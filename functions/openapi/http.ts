import { publicRoute, type Route } from '../../lib/http/route.ts';
import { api } from '../../lib/http/router.ts';
import { Document, showDocument } from './show-document.ts';

/** The isolation matrix reads this table. */
export const routes: readonly Route[] = [
  publicRoute('GET', '/v1/openapi.json', showDocument, { summary: 'Fetch this document', answer: Document }),
];

export const handler = api(routes);
