import type * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, noContent } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import type { NamedTranscription } from './fetch-transcription.ts';
import { findTranscription } from './find-transcription.ts';
import { isFinal } from './transcription.ts';
import { putChangedTranscription } from './transcription-store.ts';

const unlisted = { listPK: undefined, listSK: undefined, toPK: undefined, toSK: undefined };

/**
 * Deletes a transcription that has ended, and its words (OpenAPI: DeleteTranscription, DeleteRecordingTranscription).
 * One in progress is refused (20009): what it costs is not known yet. What it cost stays. The carrier's is deleted already.
 */
export async function deleteTranscription(
  request: TenantRequest<z.infer<typeof NamedTranscription>>,
): Promise<Answer | Refusal> {
  return untilCommitted(request.parameters.Sid, async () => {
    const transcription = await findTranscription(request);
    if (isRefusal(transcription)) return transcription;
    if (!isFinal(transcription.status)) return refuse(20009, 'the transcription is in progress');
    const deleted = { ...unlisted, text: undefined, deletedAt: request.now, updatedAt: request.now };
    return (await commit([putChangedTranscription(transcription, deleted)])) === 'lost' ? 'lost' : noContent;
  });
}
