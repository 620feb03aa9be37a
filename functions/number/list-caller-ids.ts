import * as z from 'zod/mini';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../lib/http/paging.ts';
import { optionalText } from '../../lib/http/parameter.ts';
import { callerIdOf } from '../../lib/store/caller-id.ts';
import { type Listing, listPage } from '../../lib/store/list.ts';
import { callerIdRepresentation } from './caller-id-representation.ts';

export const ListCallerIds = z.object({
  PhoneNumber: optionalText(40),
  FriendlyName: optionalText(64),
  ...pagingParameters,
});
type Filters = z.infer<typeof ListCallerIds>;

/** The numbers that the account has verified, newest first; those that wait for their code are not among them. */
export async function listCallerIds({ parameters, account, uri }: TenantRequest<Filters>): Promise<Answer | Refusal> {
  const page = pageRequest(parameters);
  if (isRefusal(page)) return page;
  const { FriendlyName: name } = parameters;
  const found = await listPage({ ...listingOf(account.sid, parameters), ...page.place }, page.size, (stored) => {
    const callerId = callerIdOf(stored);
    return callerId.status === 'verified' && (name === undefined || callerId.friendlyName === name);
  });
  const shown = found.items.map((stored) => callerIdRepresentation(callerIdOf(stored)));
  return json(pageAnswer('outgoing_caller_ids', shown, { ...page, next: found.next, previous: found.previous }, uri));
}

/** A number has an index of its own. */
const listingOf = (accountSid: string, { PhoneNumber }: Filters): Listing =>
  PhoneNumber === undefined
    ? { index: 'list', partition: `${accountSid}#caller-id` }
    : { index: 'to', partition: `${accountSid}#caller-id#${PhoneNumber}` };
