import * as z from 'zod/mini';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { findTranscription } from './find-transcription.ts';
import { representation } from './representation.ts';

/** Parameters of a path that names a transcription. */
export const NamedTranscription = z.object({ Sid: z.string(), RecordingSid: z.optional(z.string()) });

/** One transcription (OpenAPI: FetchTranscription, FetchRecordingTranscription). */
export async function fetchTranscription(
  request: TenantRequest<z.infer<typeof NamedTranscription>>,
): Promise<Answer | Refusal> {
  const transcription = await findTranscription(request);
  if (isRefusal(transcription)) return transcription;
  return json(await representation(request.account, transcription));
}
