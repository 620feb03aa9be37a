import type { Cancel } from '../clock/carrier-clock.ts';
import type { StreamSettings } from '../interpreter/streaming.ts';
import type { StreamConnection, StreamFault } from '../stream/connection.ts';
import type { HeardSound } from '../stream/heard-sound.ts';
import type { StreamMessages } from '../stream/messages.ts';
import type { Playback } from '../stream/playback.ts';
import type { Voice } from '../stream/voice.ts';

/** A stream of a call's sound to a server, and for `<Connect>` back. Times are epoch milliseconds. */
export type MediaStream = {
  readonly sid: string;
  readonly callSid: string;
  readonly settings: StreamSettings;
  /** The number by which its call's session knows it, where the session waits for its end. */
  readonly awaited: number | undefined;
  readonly connection: StreamConnection;
  readonly messages: StreamMessages;
  readonly playback: Playback;
  readonly heard: HeardSound;
  status: 'in-progress' | 'stopped';
  updatedAt: number;
  /** When its server was reached. */
  startedAt: number | undefined;
  /** The next 20 ms. */
  nextFrame: Cancel | undefined;
  /** Who is heard now or will be, in each track. */
  voices: { inbound: readonly Voice[]; outbound: readonly Voice[] };
  /** Its server has been told off for a message that was none. */
  isWarned: boolean;
};

export const tracksOf = ({ track }: StreamSettings): readonly ('inbound' | 'outbound')[] =>
  track === 'both_tracks' ? ['inbound', 'outbound'] : [track === 'inbound_track' ? 'inbound' : 'outbound'];

/** Twilio's events of a stream. */
export type StreamEvent =
  | { readonly kind: 'stream-started' | 'stream-stopped' }
  | { readonly kind: 'stream-error'; readonly fault: StreamFault };
