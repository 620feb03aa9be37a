import * as z from 'zod';
import type { CallerQueue } from '../network/caller-queue.ts';
import type { Network } from '../network/network.ts';
import type { BoughtNumber } from '../network/number.ts';
import { PhoneScript } from '../network/phone.ts';
import type { Recording } from '../network/recording.ts';

const Source = z.object({ url: z.string(), method: z.enum(['GET', 'POST']) });
const Voice = z.object({
  channel: z.union([z.literal(0), z.literal(1)]),
  from: z.number(),
  to: z.number(),
  hertz: z.number(),
});

const SavedNumber = z.object({
  sid: z.string(),
  phoneNumber: z.string(),
  friendlyName: z.string(),
  boughtAt: z.number(),
  updatedAt: z.number(),
  voice: z.optional(Source),
  voiceFallback: z.optional(Source),
  sms: z.optional(Source),
  smsFallback: z.optional(Source),
  statusCallback: z.optional(Source),
});

const SavedRecording = z.object({
  sid: z.string(),
  callSid: z.string(),
  conferenceSid: z.optional(z.string()),
  source: z.enum([
    'RecordVerb',
    'DialVerb',
    'Conference',
    'OutboundAPI',
    'StartCallRecordingAPI',
    'StartConferenceRecordingAPI',
  ]),
  channels: z.union([z.literal(1), z.literal(2)]),
  startedAt: z.number(),
  updatedAt: z.number(),
  recordedMilliseconds: z.number(),
  voices: z.array(Voice),
});

const SavedQueue = z.object({
  sid: z.string(),
  friendlyName: z.string(),
  maxSize: z.number(),
  createdAt: z.number(),
  updatedAt: z.number(),
});

const SavedTranscription = z.object({
  sid: z.string(),
  recordingSid: z.string(),
  callSid: z.string(),
  status: z.enum(['completed', 'failed']),
  text: z.string(),
  seconds: z.number(),
  createdAt: z.number(),
  updatedAt: z.number(),
});

/** What outlives a restart, and what a snapshot holds: numbers bought, finished recordings and transcriptions, phones, queues without their calls. */
export const CarrierState = z.object({
  version: z.literal(1),
  numbers: z.array(SavedNumber),
  recordings: z.array(SavedRecording),
  transcriptions: z.array(SavedTranscription).default([]),
  phones: z.array(z.object({ number: z.string(), script: PhoneScript })),
  queues: z.array(SavedQueue).default([]),
});
export type CarrierState = z.infer<typeof CarrierState>;

export function stateOf(network: Network): CarrierState {
  const finished = network.recordings.values().filter(({ status }) => status === 'completed');
  return CarrierState.parse({
    version: 1,
    numbers: [...network.numbers.values()],
    recordings: [...finished],
    transcriptions: [...network.transcriptions.values().filter(({ status }) => status !== 'in-progress')],
    phones: [...network.phones.values()],
    queues: [...network.queues.values()],
  });
}

/** Puts a state in place of the numbers, recordings, phones and queues there are. */
export function restoreState(network: Network, state: CarrierState): void {
  network.numbers.clear();
  network.recordings.clear();
  network.transcriptions.clear();
  network.runningRecordings.clear();
  network.phones.clear();
  network.queues.clear();
  for (const saved of state.numbers) network.numbers.set(saved.sid, numberOf(saved));
  for (const saved of state.recordings) network.recordings.set(saved.sid, recordingOf(saved));
  for (const saved of state.transcriptions) network.transcriptions.set(saved.sid, { ...saved, callback: undefined });
  for (const { number, script } of state.phones) network.phones.set(number, { number, script });
  for (const saved of state.queues) network.queues.set(saved.sid, queueOf(saved));
}

const numberOf = (saved: CarrierState['numbers'][number]): BoughtNumber => ({
  ...saved,
  voice: saved.voice,
  voiceFallback: saved.voiceFallback,
  sms: saved.sms,
  smsFallback: saved.smsFallback,
  statusCallback: saved.statusCallback,
});

const queueOf = (saved: CarrierState['queues'][number]): CallerQueue => ({ ...saved, waiting: [], dials: [] });

const recordingOf = (saved: CarrierState['recordings'][number]): Recording => ({
  ...saved,
  conferenceSid: saved.conferenceSid,
  statusCallback: undefined,
  transcription: undefined,
  status: 'completed',
  runningSince: undefined,
});
