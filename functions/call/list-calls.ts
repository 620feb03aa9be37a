import * as z from 'zod/mini';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { dateFilter, isWithin, spanAsked } from '../../lib/http/date-filter.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../lib/http/paging.ts';
import { optionalText } from '../../lib/http/parameter.ts';
import { partyFilter } from '../../lib/http/party-filter.ts';
import { type Listing, listPage } from '../../lib/store/list.ts';
import { callOf } from './call-store.ts';
import { showCalls } from './show-calls.ts';

export const ListCalls = z.object({
  AccountSid: z.string(),
  To: z.optional(partyFilter(200)),
  From: z.optional(partyFilter(200)),
  ParentCallSid: optionalText(34),
  Status: z.optional(
    z.enum(['queued', 'ringing', 'in-progress', 'canceled', 'completed', 'failed', 'busy', 'no-answer']),
  ),
  ...dateFilter('StartTime'),
  ...dateFilter('EndTime'),
  ...pagingParameters,
});
type Parameters = z.infer<typeof ListCalls>;

/** An account's calls, newest first, filtered as Twilio filters them. */
export async function listCalls({ parameters, account, uri }: TenantRequest<Parameters>): Promise<Answer | Refusal> {
  const page = pageRequest(parameters);
  if (isRefusal(page)) return page;
  const started = spanAsked(parameters, 'StartTime');
  if (isRefusal(started)) return started;
  const ended = spanAsked(parameters, 'EndTime');
  if (isRefusal(ended)) return ended;
  const { items, ...around } = await listPage(
    { ...listingOf(account.sid, parameters), ...page.place },
    page.size,
    (stored) => {
      const call = callOf(stored);
      return (
        (parameters.Status === undefined ||
          parameters.Status === (call.status === 'initiated' ? 'queued' : call.status)) &&
        (parameters.ParentCallSid === undefined || parameters.ParentCallSid === call.parentSid) &&
        (parameters.To === undefined || parameters.To === call.to) &&
        (parameters.From === undefined || parameters.From === call.from) &&
        isWithin(call.answeredAt, started) &&
        isWithin(call.endedAt, ended)
      );
    },
  );
  const shown = await showCalls(account, items.map(callOf));
  return json(pageAnswer('calls', shown, { ...page, ...around }, uri));
}

/** The narrowest index that answers; what it does not know is filtered after. */
function listingOf(accountSid: string, { To, From }: Parameters): Listing {
  if (To !== undefined) return { index: 'to', partition: `${accountSid}#call#${To}` };
  if (From !== undefined) return { index: 'from', partition: `${accountSid}#call#${From}` };
  return { index: 'list', partition: `${accountSid}#call` };
}
