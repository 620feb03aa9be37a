import { knownAccount } from '../../lib/access/account-access.ts';
import { type Carrier, CarrierError, type FetchedTranscription } from '../../lib/carrier/carrier.ts';
import { carrierNamed } from '../../lib/carrier/carriers.ts';
import { putUsageEvent, type Use, usageEvent } from '../../lib/metering/usage-event.ts';
import { recordingToRelease } from '../../lib/recording/release-recording.ts';
import type { Account } from '../../lib/store/account.ts';
import { commit, type Write } from '../../lib/store/commit.ts';
import { putConsequences } from '../../lib/store/outbox.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { transcription as service } from './micro-service.ts';
import { decideEnd, isFinal } from './transcription.ts';
import { transcriptionCallback } from './transcription-callback.ts';
import { loadTranscription, putChangedTranscription, type Transcription } from './transcription-store.ts';

/**
 * Fetches how a transcription ended at its carrier, and ends it: its words, its use and its callback are one
 * transaction. Then it is deleted at the carrier. Done again it finds what is done. Throws while the carrier cannot
 * be asked, so that it is asked again.
 */
export async function settleTranscription(sid: string, now: number): Promise<void> {
  const transcription = await loadTranscription(sid);
  if (transcription?.reference === undefined) throw new Error(`${sid} cannot be settled: it is not a carrier's`);
  const { reference, status } = transcription;
  const carrier = carrierNamed(reference.carrier);
  if (carrier === undefined) throw new Error(`The carrier ${reference.carrier} is not configured any more`);
  if (!isFinal(status)) {
    const fetched = await fetchedFrom(carrier, reference);
    if (fetched.status === 'in-progress') throw new Error(`${sid} is not done at the carrier, which told that it is`);
    await untilCommitted(sid, () => noteEnd(sid, fetched, now));
  }
  await unlessGone(() => carrier.deleteTranscription(reference));
}

const gone: FetchedTranscription = { status: 'failed', text: '', durationSeconds: 0 };

/** What somebody deleted at the carrier before it was read has no words for us: it has failed. */
const fetchedFrom = async (carrier: Carrier, reference: NonNullable<Transcription['reference']>) =>
  (await unlessGone(() => carrier.fetchTranscription(reference))) ?? gone;

async function unlessGone<Found>(ask: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await ask();
  } catch (error) {
    const isGone = error instanceof CarrierError && error.kind === 'rejected' && error.code === 20404;
    if (!isGone) throw error;
    return undefined;
  }
}

async function noteEnd(sid: string, fetched: FetchedTranscription, now: number): Promise<'noted' | 'ignored' | 'lost'> {
  const loaded = await loadTranscription(sid);
  const ended = loaded && decideEnd(loaded.status, fetched, now);
  if (loaded === undefined || ended === undefined) return 'ignored';
  const account = await knownAccount(loaded.accountSid);
  if (account === undefined) throw new Error(`There is no account ${loaded.accountSid}`);
  const result = await commit(endWrites(account, loaded, { ...loaded, ...ended }, now));
  return result === 'lost' ? 'lost' : 'noted';
}

/** The writes of a transcription's end: itself, its usage, and what follows from it. One transaction. */
function endWrites(account: Account, loaded: Transcription, ended: Transcription, now: number): Write[] {
  const consequences = [...transcriptionCallback(ended), recordingToRelease(ended.recordingSid)];
  const use = useOf(ended);
  const outboxCount = loaded.outboxCount + consequences.length;
  return [
    putChangedTranscription(loaded, { ...ended, updatedAt: now, outboxCount }),
    ...(use === undefined ? [] : [putUsageEvent(usageEvent(account, use))]),
    ...putConsequences(loaded, consequences, now),
  ];
}

/** What is metered of a transcription: the seconds that were transcribed, once; undefined unless it is completed. */
export function useOf(transcription: Transcription): Use | undefined {
  const { status, durationSeconds, finalizedAt } = transcription;
  if (status !== 'completed' || durationSeconds === undefined || finalizedAt === undefined) return undefined;
  return {
    microService: service.name,
    meter: 'transcriptions',
    resourceSid: transcription.sid,
    sequence: 0,
    quantity: BigInt(durationSeconds),
    startedAt: transcription.createdAt,
    finalizedAt,
    configurationVersion: transcription.configurationVersion,
  };
}
