import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../lib/http/paging.ts';
import { loadMessageOf } from './store-message.ts';

export const ListMedia = z.object({ Sid: z.string(), ...pagingParameters });

/** The media that the platform keeps of a message (OpenAPI: ListMedia). It keeps none yet: a message counts its media. */
export async function listMedia({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof ListMedia>>): Promise<Answer | Refusal> {
  const page = pageRequest(parameters);
  if (isRefusal(page)) return page;
  const message = await loadMessageOf(account.sid, parameters.Sid);
  if (message === undefined) return refuse(20404, uri.path);
  return json(pageAnswer('media_list', [], { ...page, next: undefined }, uri));
}
