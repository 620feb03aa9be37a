import type { Source } from './source.ts';

/** Who is to be told of a leg's or a room's events. */
export type StatusLink = Source & { readonly events: readonly string[] };

/** A `<Number>`, or the text of a `<Dial>`. */
export type DialTarget = {
  readonly number: string;
  /** The whisper: executed for the called party before the two are connected. */
  readonly whisper: Source | undefined;
  readonly sendDigits: string;
  readonly statusCallback: StatusLink | undefined;
};

export type ConferenceSettings = {
  readonly name: string;
  readonly muted: boolean;
  readonly startOnEnter: boolean;
  readonly endOnExit: boolean;
  readonly beepOnEnter: boolean;
  readonly beepOnExit: boolean;
  /** The call that is spoken to, and alone hears it. */
  readonly coachedSid: string | undefined;
  readonly maxParticipants: number;
  readonly waitSource: Source | undefined;
  readonly record: boolean;
  readonly statusCallback: StatusLink | undefined;
  readonly recordingStatusCallback: StatusLink | undefined;
  readonly label: string | undefined;
};

/** How a `<Dial>` is recorded: Twilio's `record` attribute, taken apart. */
export type DialRecording = {
  readonly from: 'answer' | 'ringing';
  readonly channels: 1 | 2;
  readonly statusCallback: StatusLink | undefined;
};

export type DialDestination =
  | { readonly kind: 'numbers'; readonly targets: readonly DialTarget[] }
  | { readonly kind: 'conference'; readonly conference: ConferenceSettings }
  /** The whisper is executed for the queued party before the two are connected. */
  | { readonly kind: 'queue'; readonly name: string; readonly whisper: Source | undefined };

/** A `<Dial>`'s attributes, Twilio's defaults filled in. */
export type DialSettings = {
  readonly destination: DialDestination;
  readonly action: Source | undefined;
  readonly timeoutSeconds: number;
  readonly timeLimitSeconds: number;
  readonly callerId: string | undefined;
  readonly hangupOnStar: boolean;
  readonly answerOnBridge: boolean;
  readonly recording: DialRecording | undefined;
};

/** A `<Dial>` under way. */
export type Dialing = { readonly kind: 'dialing'; readonly settings: DialSettings };
