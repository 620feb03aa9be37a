import * as z from 'zod/mini';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { dateFilter, isWithin, type Span, spanAsked } from '../../lib/http/date-filter.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../lib/http/paging.ts';
import { partyFilter } from '../../lib/http/party-filter.ts';
import { type Listing, listPage } from '../../lib/store/list.ts';
import type { Message } from './message.ts';
import { representations } from './representation.ts';
import { latestMilliseconds } from './schedule.ts';
import { messageOf } from './store-message.ts';
import { closedAfterMilliseconds } from './waiting.ts';

/** Parameters of `GET ~/Messages.json` (OpenAPI: ListMessage). */
export const ListMessages = z.object({
  To: z.optional(partyFilter(64)),
  From: z.optional(partyFilter(64)),
  ...dateFilter('DateSent'),
  ...pagingParameters,
});
type Filters = z.infer<typeof ListMessages>;

/** The account's messages, newest first. */
export async function listMessages({ parameters, account, uri }: TenantRequest<Filters>): Promise<Answer | Refusal> {
  const page = pageRequest(parameters);
  if (isRefusal(page)) return page;
  const sent = spanAsked(parameters, 'DateSent');
  if (isRefusal(sent)) return sent;
  const { items, ...around } = await listPage(
    { ...listingOf(account.sid, parameters), ...createdSpan(sent), ...page.place },
    page.size,
    (stored) => isListed(messageOf(stored), parameters, sent),
  );
  const messages = await representations(items.map(messageOf), account);
  return json(pageAnswer('messages', messages, { ...page, ...around }, uri));
}

function listingOf(accountSid: string, { To, From }: Filters): Pick<Listing, 'index' | 'partition'> {
  const partition = `${accountSid}#message`;
  if (To !== undefined) return { index: 'to', partition: `${partition}#${To}` };
  return From === undefined ? { index: 'list', partition } : { index: 'from', partition: `${partition}#${From}` };
}

/** The index knows when a message was made: before it was sent, by a schedule, its time to be closed and a late run at most. */
const createdSpan = ({ from, to }: Span): Pick<Listing, 'from' | 'to'> => ({
  from: from === undefined ? undefined : Math.max(0, from - latestMilliseconds - 2 * closedAfterMilliseconds),
  to,
});

function isListed(message: Message, { From, To }: Filters, sent: Span): boolean {
  if (message.deletedAt !== undefined) return false;
  if ((From !== undefined && message.from !== From) || (To !== undefined && message.to !== To)) return false;
  return isWithin(message.sentAt, sent);
}
