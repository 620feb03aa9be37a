import type { CarrierClock } from '../clock/carrier-clock.ts';
import type { Effect } from '../interpreter/effect.ts';
import type { Call, CallStatus, Heard } from './call.ts';
import type { CallerQueue, QueueDial } from './caller-queue.ts';
import type { Conference, LeaveReason, Participant } from './conference.ts';
import type { DialGroup } from './dial-group.ts';
import type { InFlight } from './in-flight.ts';
import type { Listeners } from './listeners.ts';
import type { MediaStream, StreamEvent } from './media-stream.ts';
import type { Message } from './message.ts';
import type { BoughtNumber } from './number.ts';
import type { Phone } from './phone.ts';
import type { Playback } from './playback.ts';
import type { Recording } from './recording.ts';
import type { SidSource } from './sids.ts';
import type { Transcription } from './transcription.ts';

/** What parts of the carrier tell one another. */
export type NetworkEvents = {
  'call moved': readonly [call: Call, from: CallStatus];
  /** A call takes up other acts of its phone than before: it listens, is connected, has joined, … */
  'call settled': readonly [call: Call];
  'phone heard': readonly [call: Call, heard: Heard];
  /** Voices for recordings: from now, for so long, at this call's phone or said to it by the carrier; and what is said. */
  sounded: readonly [call: Call, by: 'phone' | 'carrier', milliseconds: number, words?: string];
  /** A key is pressed at a call's phone. */
  pressed: readonly [call: Call, digit: string];
  'playback wanted': readonly [playback: Playback];
  'effect wanted': readonly [call: Call, effect: Effect];
  'conference changed': readonly [conference: Conference, event: ConferenceEvent];
  'recording moved': readonly [recording: Recording];
  'transcription moved': readonly [transcription: Transcription];
  'stream moved': readonly [stream: MediaStream, event: StreamEvent];
  'message moved': readonly [message: Message];
  'text received': readonly [message: Message];
  'state changed': readonly [];
};

export type ConferenceEvent =
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'join' | 'mute' | 'unmute' | 'hold' | 'unhold' | 'modify'; readonly participant: Participant }
  /** `url` as it was asked for; of an announcement to everybody, or to one who has left, no participant. */
  | { readonly kind: 'announcement-end'; readonly participant: Participant | undefined; readonly url: string }
  | {
      readonly kind: 'announcement-fail';
      readonly participant: Participant | undefined;
      readonly url: string;
      readonly reason: string;
    }
  | { readonly kind: 'leave'; readonly participant: Participant; readonly reason: LeaveReason };

/** The whole carrier: everything that it knows. */
export type Network = {
  readonly accountSid: string;
  readonly authToken: string;
  /** Its own base URL, without a slash at the end. */
  url: string;
  readonly clock: CarrierClock;
  readonly newSid: SidSource;
  readonly log: (line: string) => void;
  readonly inFlight: InFlight;
  readonly events: Listeners<NetworkEvents>;
  readonly calls: Map<string, Call>;
  readonly phones: Map<string, Phone>;
  readonly conferences: Map<string, Conference>;
  readonly recordings: Map<string, Recording>;
  readonly transcriptions: Map<string, Transcription>;
  readonly dials: Map<string, DialGroup>;
  readonly queues: Map<string, CallerQueue>;
  readonly queueDials: Map<string, QueueDial>;
  /** Those that are not ended. */
  readonly runningRecordings: Set<Recording>;
  readonly streams: Map<string, MediaStream>;
  readonly messages: Map<string, Message>;
  readonly numbers: Map<string, BoughtNumber>;
};
