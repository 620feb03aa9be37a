import { log } from '../../lib/http/log.ts';
import { commit } from '../../lib/store/commit.ts';
import { dueKeys } from '../../lib/store/due.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { deletionWrites } from './delete-recording.ts';
import { recording as service } from './micro-service.ts';
import type { Owner } from './new-recording.ts';
import { loadRecording } from './recording-store.ts';
import { ownerOfStorage } from './storage.ts';

const dayMilliseconds = 86_400_000;

/** Due when a recording that ends now has been kept as long as its account's configuration says; never where that says 0. */
export const expiryKeys = ({ settings: { RetentionDays } }: Owner, sid: string, endedAt: number) =>
  RetentionDays === 0
    ? {}
    : dueKeys('minute', {
        at: endedAt + RetentionDays * dayMilliseconds,
        owner: service.name,
        what: 'recording.expired',
        id: sid,
      });

/** Deletes a recording that has been kept long enough; one that its account has deleted meanwhile is left alone. */
export async function expireRecording(sid: string, now: number): Promise<void> {
  await untilCommitted(sid, async () => {
    const recording = await loadRecording(sid);
    if (recording === undefined || recording.deletedAt !== undefined) return 'committed';
    return commit(deletionWrites(await ownerOfStorage(recording), recording, now));
  });
  log.info('A recording was kept as long as it should', { sid });
}
