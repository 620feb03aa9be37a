import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { dateFilter, spanAsked } from '../../lib/http/date-filter.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../lib/http/paging.ts';
import { optionalInteger } from '../../lib/http/parameter.ts';
import { type Listing, listPage } from '../../lib/store/list.ts';
import { isKept, notificationOf } from '../../lib/store/notification.ts';
import { loadCallOf } from './call-store.ts';
import { levelOf, notificationRepresentation } from './notification-representation.ts';

export const ListNotifications = z.object({
  CallSid: z.optional(z.string()),
  /** 0: errors, 1: warnings. */
  Log: optionalInteger(0, 1),
  ...dateFilter('MessageDate'),
  ...pagingParameters,
});
type Request = TenantRequest<z.infer<typeof ListNotifications>>;

/** What went wrong between the platform and the account's program, newest first, as long as it is kept. */
export const listNotifications = (request: Request): Promise<Answer | Refusal> =>
  listed(request, { index: 'list', partition: `${request.account.sid}#notification` });

/** The same of one call. */
export async function listCallNotifications(request: Request): Promise<Answer | Refusal> {
  const { account, parameters, uri } = request;
  const call = await loadCallOf(account.sid, parameters.CallSid ?? '');
  if (call === undefined) return refuse(20404, uri.path);
  return listed(request, { index: 'to', partition: `${account.sid}#notification#${call.sid}` });
}

async function listed({ parameters, uri, now }: Request, listing: Listing): Promise<Answer | Refusal> {
  const page = pageRequest(parameters);
  if (isRefusal(page)) return page;
  const span = spanAsked(parameters, 'MessageDate');
  if (isRefusal(span)) return span;
  const level = parameters.Log === undefined ? undefined : String(parameters.Log);
  const found = await listPage({ ...listing, ...span, ...page.place }, page.size, (stored) => {
    const notification = notificationOf(stored);
    return isKept(notification, now) && (level === undefined || levelOf(notification) === level);
  });
  const shown = found.items.map((stored) => notificationRepresentation(notificationOf(stored)));
  return json(pageAnswer('notifications', shown, { ...page, next: found.next, previous: found.previous }, uri));
}
