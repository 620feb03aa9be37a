import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { dateFilter, spanAsked } from '../../lib/http/date-filter.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../lib/http/paging.ts';
import { optionalText } from '../../lib/http/parameter.ts';
import { listPage } from '../../lib/store/list.ts';
import { loadResourceReference } from '../../lib/store/resource-reference.ts';
import { recordingOf } from './recording-store.ts';
import { type Parent, representations } from './representation.ts';

/** Parameters of the three lists (OpenAPI: ListRecording, ListCallRecording, ListConferenceRecording). */
export const ListRecordings = z.object({
  CallSid: optionalText(34),
  ConferenceSid: optionalText(34),
  ...dateFilter('DateCreated'),
  ...pagingParameters,
});
type Request = TenantRequest<z.infer<typeof ListRecordings>>;

/** An account's recordings, newest first. */
export const listRecordings = (request: Request): Promise<Answer | Refusal> => page(request, 'account');

/** A call's recordings; another account's call is as if it did not exist. */
export const listCallRecordings = (request: Request): Promise<Answer | Refusal> =>
  ofParent(request, 'call', request.parameters.CallSid);

/** A conference's recordings; another account's conference is as if it did not exist. */
export const listConferenceRecordings = (request: Request): Promise<Answer | Refusal> =>
  ofParent(request, 'conference', request.parameters.ConferenceSid);

async function ofParent(request: Request, parent: Parent, sid = ''): Promise<Answer | Refusal> {
  const found = await loadResourceReference(sid);
  if (found?.accountSid !== request.account.sid) return refuse(20404, request.uri.path);
  return page(request, parent);
}

async function page({ parameters, account, uri }: Request, parent: Parent): Promise<Answer | Refusal> {
  const asked = pageRequest(parameters);
  if (isRefusal(asked)) return asked;
  const span = spanAsked(parameters, 'DateCreated');
  if (isRefusal(span)) return span;
  const { CallSid, ConferenceSid } = parameters;
  const listing = { ...narrowest(account.sid, CallSid, ConferenceSid), ...span, ...asked.place };
  const { items, ...around } = await listPage(listing, asked.size, (stored) => {
    const recording = recordingOf(stored);
    return (
      recording.deletedAt === undefined &&
      (CallSid === undefined || recording.callSid === CallSid) &&
      (ConferenceSid === undefined || recording.conferenceSid === ConferenceSid)
    );
  });
  const shown = await representations(account, items.map(recordingOf), parent);
  return json(pageAnswer('recordings', shown, { ...asked, ...around }, uri));
}

/** A recording stands in the index `to` by its call, and in `from` by its conference. */
function narrowest(accountSid: string, callSid: string | undefined, conferenceSid: string | undefined) {
  const all = `${accountSid}#recording`;
  if (callSid !== undefined) return { index: 'to', partition: `${all}#${callSid}` } as const;
  if (conferenceSid !== undefined) return { index: 'from', partition: `${all}#${conferenceSid}` } as const;
  return { index: 'list', partition: all } as const;
}
