import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { dateFilter, isWithin, spanAsked } from '../../lib/http/date-filter.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../lib/http/paging.ts';
import { cutPage } from '../../lib/store/page.ts';
import { mediaOf } from './media.ts';
import { mediaRepresentation } from './serve-media.ts';
import { loadMessageOf } from './store-message.ts';

export const ListMedia = z.object({ Sid: z.string(), ...dateFilter('DateCreated'), ...pagingParameters });

/** The media that are kept of a message, in their order (OpenAPI: ListMedia). */
export async function listMedia({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof ListMedia>>): Promise<Answer | Refusal> {
  const page = pageRequest(parameters);
  if (isRefusal(page)) return page;
  const created = spanAsked(parameters, 'DateCreated');
  if (isRefusal(created)) return created;
  const message = await loadMessageOf(account.sid, parameters.Sid);
  if (message === undefined) return refuse(20404, uri.path);
  const all = (await mediaOf(message.sid)).filter(({ createdAt }) => isWithin(createdAt, created));
  const key = page.place.after ?? page.place.upTo ?? '';
  const position = all.filter(({ place }) => place <= key).length;
  const { shown, next, previous } = cutPage(all, position, page.place, page.size);
  const around = { next: next?.place, previous: previous?.place };
  return json(pageAnswer('media_list', shown.map(mediaRepresentation), { ...page, ...around }, uri));
}
