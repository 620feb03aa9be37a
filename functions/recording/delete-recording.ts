import type * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, noContent } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import type { Account } from '../../lib/store/account.ts';
import { commit, type Write } from '../../lib/store/commit.ts';
import { putConsequences } from '../../lib/store/outbox.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { erasure } from './copy-recording.ts';
import type { NamedRecording } from './fetch-recording.ts';
import { findRecording } from './find-recording.ts';
import { isFinal } from './recording.ts';
import { putChangedRecording, type Recording } from './recording-store.ts';
import { putGivenUp } from './storage.ts';

const unlisted = {
  listPK: undefined,
  listSK: undefined,
  toPK: undefined,
  toSK: undefined,
  fromPK: undefined,
  fromSK: undefined,
};

/**
 * Deletes a recording that has ended (OpenAPI: DeleteRecording, DeleteCallRecording): from now on there is none, and
 * the queue erases its sound here and at its carrier. A running one is refused (20009). What it cost stays.
 */
export async function deleteRecording(
  request: TenantRequest<z.infer<typeof NamedRecording>>,
): Promise<Answer | Refusal> {
  return untilCommitted(request.parameters.Sid, async () => {
    const recording = await findRecording(request);
    if (isRefusal(recording)) return recording;
    if (!isFinal(recording.status)) return refuse(20009, 'a recording that runs; stop it first');
    const result = await commit(deletionWrites(request.account, recording, request.now));
    return result === 'lost' ? 'lost' : noContent;
  });
}

/** The writes that delete a recording: it is in no list, waits for nothing, and its sound is to be erased and metered no more. */
export const deletionWrites = (account: Account, recording: Recording, now: number): Write[] => [
  putChangedRecording(recording, {
    ...unlisted,
    duePK: undefined,
    dueSK: undefined,
    media: 'none',
    mediaKey: undefined,
    mediaBytes: undefined,
    deletedAt: now,
    updatedAt: now,
    outboxCount: recording.outboxCount + 1,
  }),
  ...putGivenUp(account, recording, now),
  ...putConsequences(recording, [erasure], now),
];
