import { putUsageEvent, type Use, usageEvent } from '../../lib/metering/usage-event.ts';
import type { Account } from '../../lib/store/account.ts';
import type { Write } from '../../lib/store/commit.ts';
import { putNotices } from '../../lib/store/notification.ts';
import { type Consequence, putConsequences } from '../../lib/store/outbox.ts';
import { recording as service } from './micro-service.ts';
import { recordingCallback } from './recording-callback.ts';
import { putChangedRecording, putNewRecording, type Recording, type RecordingChanges } from './recording-store.ts';
import { transcriptionNotices } from './transcribable.ts';

/**
 * The writes of a recording's end: the recording, its usage, and what follows from it. One transaction. That it is
 * completed is told when its sound is kept, so that the URL in the callback works; every other end is told at once.
 */
export function endRecording(account: Account, loaded: Recording, changes: RecordingChanges, now: number): Write[] {
  const { ended, consequences } = end(loaded, changes, now);
  return [
    putChangedRecording(loaded, ended),
    ...usageOf(account, { ...loaded, ...changes } as Recording),
    ...warningsOf({ ...loaded, ...changes } as Recording, now),
    ...putConsequences(loaded, consequences, now),
  ];
}

/** The writes of a recording of which nobody knew, whether it goes on or has ended already. */
export function bearRecording(
  account: Account,
  born: Recording,
  changes: RecordingChanges | undefined,
  now: number,
): Write[] {
  if (changes !== undefined) {
    const { ended, consequences } = end(born, changes, now);
    const recording = { ...born, ...ended } as Recording;
    return [
      putNewRecording(recording),
      ...usageOf(account, recording),
      ...warningsOf(recording, now),
      ...putConsequences(born, consequences, now),
    ];
  }
  const consequences = recordingCallback(born);
  return [putNewRecording({ ...born, outboxCount: consequences.length }), ...putConsequences(born, consequences, now)];
}

function end(recording: Recording, changes: RecordingChanges, now: number) {
  const after = { ...recording, ...changes } as Recording;
  const consequences: Consequence[] = after.status === 'completed' ? [copy] : recordingCallback(after);
  const ended: RecordingChanges = {
    duePK: undefined, // it is not overlong any more
    dueSK: undefined,
    ...changes,
    updatedAt: now,
    outboxCount: recording.outboxCount + consequences.length,
  };
  return { ended, consequences };
}

const copy: Consequence = { queue: 'recording', action: 'recording.copy', input: {} };

/** What is metered of a recording: its seconds, once, however many channels it has; undefined unless it is completed. */
export function useOf(recording: Recording): Use | undefined {
  const { status, durationSeconds, finalizedAt } = recording;
  if (status !== 'completed' || durationSeconds === undefined || finalizedAt === undefined) return undefined;
  return {
    microService: service.name,
    meter: 'recordings',
    resourceSid: recording.sid,
    sequence: 0,
    quantity: BigInt(durationSeconds),
    startedAt: recording.startedAt,
    finalizedAt,
    configurationVersion: recording.configurationVersion,
  };
}

function usageOf(account: Account, recording: Recording): Write[] {
  const use = useOf(recording);
  return use === undefined ? [] : [putUsageEvent(usageEvent(account, use))];
}

/** What its account is warned of, in the transaction that ends it. */
const warningsOf = (ended: Recording, now: number): Write[] => putNotices(transcriptionNotices(ended, now));
