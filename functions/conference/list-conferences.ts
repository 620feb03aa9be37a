import * as z from 'zod/mini';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { dateFilter, isWithin, spanAsked } from '../../lib/http/date-filter.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../lib/http/paging.ts';
import { optionalText } from '../../lib/http/parameter.ts';
import { listPage } from '../../lib/store/list.ts';
import { conferenceOf } from './conference-store.ts';
import { representation } from './representation.ts';

/** Parameters of `GET ~/Conferences.json` (OpenAPI: ListConference). */
export const ListConferences = z.object({
  Status: z.optional(z.enum(['init', 'in-progress', 'completed'], 'must be init, in-progress or completed')),
  FriendlyName: optionalText(200),
  ...dateFilter('DateCreated'),
  ...dateFilter('DateUpdated'),
  ...pagingParameters,
});

/** An account's conferences, newest first. */
export async function listConferences({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof ListConferences>>): Promise<Answer | Refusal> {
  const asked = pageRequest(parameters);
  if (isRefusal(asked)) return asked;
  const created = spanAsked(parameters, 'DateCreated');
  if (isRefusal(created)) return created;
  const updated = spanAsked(parameters, 'DateUpdated');
  if (isRefusal(updated)) return updated;
  const { Status, FriendlyName } = parameters;
  const listing = { ...narrowest(account.sid, FriendlyName), ...created, ...asked.place };
  const { items, ...around } = await listPage(listing, asked.size, (stored) => {
    const { status, updatedAt } = conferenceOf(stored);
    return (Status === undefined || status === Status) && isWithin(updatedAt, updated);
  });
  const shown = items.map(conferenceOf).map(representation);
  return json(pageAnswer('conferences', shown, { ...asked, ...around }, uri));
}

/** A conference stands in the index `to` by its name. */
function narrowest(accountSid: string, friendlyName: string | undefined) {
  const all = `${accountSid}#conference`;
  if (friendlyName === undefined) return { index: 'list', partition: all } as const;
  return { index: 'to', partition: `${all}#${friendlyName}` } as const;
}
