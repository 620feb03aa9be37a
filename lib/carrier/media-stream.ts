import type { CarrierLink, CarrierReference } from './reference.ts';

/** Whose voices a stream carries: the call's phone, whoever it hears, or both, apart. */
export const streamTracks = ['inbound_track', 'outbound_track', 'both_tracks'] as const;
export type StreamTrack = (typeof streamTracks)[number];

/** A one-way stream of a live call's sound to a WebSocket server. */
export type StartStream = {
  /** Of wss, or of ws on one machine. */
  readonly url: string;
  /** Its name at the carrier, by which TwiML can stop it: in the account's own namespace. */
  readonly name: string | undefined;
  readonly track: StreamTrack;
  /** What the server is told at the start, in order. */
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  readonly statusLink: CarrierLink;
};

/** Which of a call's streams is meant: by the carrier's id, or by its name there. */
export type StreamSought = CarrierReference | { readonly name: string };

/** Facts about a stream that a carrier's webhook carries; `at` in epoch milliseconds on the carrier's clock. */
export type StreamFacts = {
  readonly reference: CarrierReference;
  readonly event: 'started' | 'stopped' | 'error';
  readonly at: number | undefined;
  /** What went wrong, in the carrier's words. */
  readonly error: string | undefined;
};

/** Streams of a call's sound at a carrier. Twilio's bidirectional ones are started by TwiML only, and end with their server. */
export interface MediaStreams {
  startStream(call: CarrierReference, request: StartStream): Promise<CarrierReference>;
  /** Stops a one-way stream, however it was started, and answers which it was. Rejected with 20404 where there is none. */
  stopStream(call: CarrierReference, stream: StreamSought): Promise<CarrierReference>;
}
