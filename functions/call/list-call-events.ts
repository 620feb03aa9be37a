import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { isKept } from '../../lib/exchange/exchange.ts';
import { exchangePage } from '../../lib/exchange/list-exchanges.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../lib/http/paging.ts';
import { callEventRepresentation } from './call-event-representation.ts';
import { loadCallOf } from './call-store.ts';

export const ListCallEvents = z.object({ CallSid: z.string(), ...pagingParameters });

/** What the platform asked and told a call's programs, and what they answered, newest first, as long as it is kept. */
export async function listCallEvents({
  account,
  parameters,
  uri,
  now,
}: TenantRequest<z.infer<typeof ListCallEvents>>): Promise<Answer | Refusal> {
  const page = pageRequest(parameters);
  if (isRefusal(page)) return page;
  const call = await loadCallOf(account.sid, parameters.CallSid);
  if (call === undefined) return refuse(20404, uri.path);
  const listing = { accountSid: account.sid, resourceSid: call.sid, ...page.place };
  const { items, ...around } = await exchangePage(
    listing,
    page.size,
    (exchange) => exchange.counterpart === 'program' && isKept(exchange, now),
  );
  return json(pageAnswer('events', items.map(callEventRepresentation), { ...page, ...around }, uri));
}
