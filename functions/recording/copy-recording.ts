import { type Carrier, CarrierError, type CarrierReference } from '../../lib/carrier/carrier.ts';
import { carrierNamed } from '../../lib/carrier/carriers.ts';
import { commit } from '../../lib/store/commit.ts';
import { type Consequence, putConsequences } from '../../lib/store/outbox.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { eraseMedia, keepMedia, mediaKeyOf } from './bucket.ts';
import { recordingCallback } from './recording-callback.ts';
import { loadRecording, putChangedRecording, type Recording } from './recording-store.ts';
import { ownerOfStorage, putKept } from './storage.ts';
import { awaitsTranscription } from './transcribable.ts';

/** The action that erases what is left of a deleted recording. */
export const erasure: Consequence = { queue: 'recording', action: 'recording.erase', input: {} };

/**
 * Copies a completed recording from its carrier into the bucket, tells its program that it is completed, and deletes
 * it at the carrier, unless that has to transcribe it still. Done again it finds what is done: the copy has one key, the telling is the copy's transaction.
 */
export async function copyRecording(sid: string, now: number): Promise<void> {
  const recording = await loadRecording(sid);
  if (recording?.reference === undefined) throw new Error(`${sid} cannot be copied: it is not a carrier's`);
  const carrier = carrierOf(recording.reference).concerning(recording);
  if (recording.media === 'upstream' && recording.deletedAt === undefined) {
    const bytes = await carrier.fetchRecording(recording.reference);
    const mediaKey = mediaKeyOf(recording);
    await keepMedia(mediaKey, bytes);
    const outcome = await untilCommitted(sid, () => noteCopy(sid, { mediaKey, mediaBytes: bytes.length }, now));
    if (outcome === 'deleted') await eraseMedia(mediaKey); // It was deleted while it was copied.
  }
  if (!awaitsTranscription(recording)) await deleteUpstream(carrier, recording.reference);
}

async function noteCopy(
  sid: string,
  copy: { readonly mediaKey: string; readonly mediaBytes: number },
  now: number,
): Promise<'noted' | 'deleted' | 'lost'> {
  const recording = await loadRecording(sid);
  if (recording === undefined || recording.deletedAt !== undefined) return 'deleted';
  if (recording.media === 'kept') return 'noted';
  const told = recordingCallback(recording);
  const account = await ownerOfStorage(recording);
  const outboxCount = recording.outboxCount + told.length;
  const result = await commit([
    putChangedRecording(recording, { ...copy, media: 'kept', updatedAt: now, outboxCount }),
    ...putKept(account, { ...recording, ...copy }, now),
    ...putConsequences(recording, told, now),
  ]);
  return result === 'lost' ? 'lost' : 'noted';
}

/** Deletes a transcribed recording at its carrier, which needs it no more. Throws until it is copied, so that it is tried again. */
export async function releaseRecording(sid: string): Promise<void> {
  const recording = await loadRecording(sid);
  if (recording?.reference === undefined) return; // No report of it has come: there is nothing here to be copied.
  if (recording.media !== 'kept' && recording.deletedAt === undefined) throw new Error(`${sid} is not copied yet`);
  await deleteUpstream(carrierOf(recording.reference), recording.reference);
}

/** Erases a deleted recording's sound, here and at its carrier. */
export async function eraseRecording(sid: string): Promise<void> {
  const recording = await loadRecording(sid);
  if (recording?.deletedAt === undefined) throw new Error(`${sid} is not to be erased: it is not deleted`);
  await eraseMedia(mediaKeyOf(recording));
  if (recording.reference !== undefined)
    await deleteUpstream(carrierOf(recording.reference).concerning(recording), recording.reference);
}

async function deleteUpstream(carrier: Carrier, reference: CarrierReference): Promise<void> {
  try {
    await carrier.deleteRecording(reference);
  } catch (error) {
    const gone = error instanceof CarrierError && error.kind === 'rejected' && error.code === 20404;
    if (!gone) throw error;
  }
}

function carrierOf({ carrier: id }: NonNullable<Recording['reference']>): Carrier {
  const carrier = carrierNamed(id);
  if (carrier === undefined) throw new Error(`The carrier ${id} is not configured any more`);
  return carrier;
}
