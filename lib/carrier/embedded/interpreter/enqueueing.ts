import type { TwimlElement } from '../../../twiml/element.ts';
import type { Source } from './source.ts';

/** An `<Enqueue>`'s attributes and the queue's name. */
export type EnqueueSettings = {
  readonly name: string;
  readonly action: Source | undefined;
  /** Asked over and over while the caller waits; without one there is silence. */
  readonly waitSource: Source | undefined;
};

/** The `<Enqueue>` that a session is in, and what follows it. */
export type Enqueued = {
  readonly settings: EnqueueSettings;
  /** Waiting in the queue; taken out of it and hearing the whisper; talking to whoever dialled the queue. */
  readonly stage: 'waiting' | 'whispering' | 'connected';
  /** The document of the `<Enqueue>`, and its verbs still to come. */
  readonly source: Source | undefined;
  readonly verbs: readonly TwimlElement[];
};

/** How an `<Enqueue>` ended, in Twilio's words. */
export type QueueResult =
  | 'bridged'
  | 'bridging-in-process'
  | 'error'
  | 'hangup'
  | 'leave'
  | 'queue-full'
  | 'redirected'
  | 'redirected-from-bridged';

/** What an `<Enqueue>`'s action is told; the queue and the time in it only of a call that was in it. */
export type QueueOutcome = {
  readonly result: QueueResult;
  readonly queueSid?: string | undefined;
  readonly seconds?: number | undefined;
};
