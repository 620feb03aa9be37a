import { CarrierError } from '../../lib/carrier/carrier.ts';
import { carrierNamed } from '../../lib/carrier/carriers.ts';
import { log } from '../../lib/http/log.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { recordedBy } from './recorded.ts';
import { isFinal, mayMove } from './recording.ts';
import { loadRecording, putChangedRecording } from './recording-store.ts';

/** Stops a recording that has run as long as its account's configuration lets it; its end is the carrier's to report. */
export async function stopOverlongRecording(sid: string, now: number): Promise<void> {
  const recording = await loadRecording(sid);
  if (recording === undefined || isFinal(recording.status)) return;
  const recorded = await recordedBy(recording);
  const carrier = recording.reference && carrierNamed(recording.reference.carrier)?.concerning(recording);
  if (carrier && recording.reference && recorded) {
    try {
      await carrier.controlRecording(recorded, { kind: 'stop', recording: recording.reference });
    } catch (error) {
      // What it recorded is over: the recording ended with it, and its report is on its way.
      if (!(error instanceof CarrierError && error.kind === 'rejected')) throw error;
      log.warn('An overlong recording could not be stopped', { sid, reason: error.message });
    }
  }
  await untilCommitted(sid, async () => {
    const loaded = await loadRecording(sid);
    if (loaded?.dueSK === undefined) return 'done';
    const status = mayMove(loaded.status, 'stopped') ? 'stopped' : loaded.status;
    const changes = { status, updatedAt: now, duePK: undefined, dueSK: undefined };
    return commit([putChangedRecording(loaded, changes)]);
  });
}
