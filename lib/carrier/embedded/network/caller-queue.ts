import type { DialSettings } from '../interpreter/dialing.ts';
import type { Source } from '../interpreter/source.ts';
import type { Call } from './call.ts';
import type { Recording } from './recording.ts';

/** A queue of calls, by its name. It stays when it is empty. Times are epoch milliseconds. */
export type CallerQueue = {
  readonly sid: string;
  friendlyName: string;
  maxSize: number;
  readonly createdAt: number;
  updatedAt: number;
  /** Who waits, the first first. */
  readonly waiting: Call[];
  /** Who has dialled it and waits for somebody, the first first. */
  readonly dials: QueueDial[];
};

/** A `<Dial><Queue>`, under the SID of whoever dialled while it lasts. */
export type QueueDial = {
  readonly parent: Call;
  readonly settings: DialSettings;
  readonly queue: CallerQueue;
  readonly whisper: Source | undefined;
  /** Whom it took out of the queue. */
  taken: Call | undefined;
  connectedAt: number | undefined;
  recording: Recording | undefined;
};
