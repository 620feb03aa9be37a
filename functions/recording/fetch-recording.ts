import * as z from 'zod/mini';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { findRecording } from './find-recording.ts';
import { type Parent, representation } from './representation.ts';

/** Parameters of a path that names a recording. */
export const NamedRecording = z.object({
  Sid: z.string(),
  CallSid: z.optional(z.string()),
  ConferenceSid: z.optional(z.string()),
});
type Request = TenantRequest<z.infer<typeof NamedRecording>>;

/** One recording (OpenAPI: FetchRecording, FetchCallRecording, FetchConferenceRecording). */
export async function fetchRecording(request: Request): Promise<Answer | Refusal> {
  const recording = await findRecording(request);
  if (isRefusal(recording)) return recording;
  return json(await representation(request.account, recording, parentOf(request)));
}

function parentOf({ parameters }: Request): Parent {
  if (parameters.CallSid !== undefined) return 'call';
  return parameters.ConferenceSid === undefined ? 'account' : 'conference';
}
