import * as z from 'zod/mini';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../lib/http/paging.ts';
import { type Listing, listPage } from '../../lib/store/list.ts';
import { knownRecording } from './find-transcription.ts';
import { representations } from './representation.ts';
import { transcriptionOf } from './transcription-store.ts';

/** Parameters of the list (OpenAPI: ListTranscription). */
export const ListTranscriptions = z.object(pagingParameters);

/** Parameters of a recording's list (OpenAPI: ListRecordingTranscription). */
export const ListRecordingTranscriptions = z.object({ RecordingSid: z.string(), ...pagingParameters });

/** An account's transcriptions, newest first. */
export const listTranscriptions = (
  request: TenantRequest<z.infer<typeof ListTranscriptions>>,
): Promise<Answer | Refusal> => page(request, { index: 'list', partition: `${request.account.sid}#transcription` });

/** A recording's transcriptions; another account's recording, and a deleted one, is as if it did not exist. */
export async function listRecordingTranscriptions(
  request: TenantRequest<z.infer<typeof ListRecordingTranscriptions>>,
): Promise<Answer | Refusal> {
  const recordingSid = await knownRecording(request, request.parameters.RecordingSid);
  if (isRefusal(recordingSid)) return recordingSid;
  return page(request, { index: 'to', partition: `${request.account.sid}#transcription#${recordingSid}` });
}

async function page(
  { parameters, account, uri }: TenantRequest<z.infer<typeof ListTranscriptions>>,
  listing: Listing,
): Promise<Answer | Refusal> {
  const asked = pageRequest(parameters);
  if (isRefusal(asked)) return asked;
  const { items, ...around } = await listPage(
    { ...listing, ...asked.place },
    asked.size,
    (stored) => transcriptionOf(stored).deletedAt === undefined,
  );
  const shown = await representations(account, items.map(transcriptionOf));
  return json(pageAnswer('transcriptions', shown, { ...asked, ...around }, uri));
}
