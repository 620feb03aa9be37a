import type { TwimlElement } from '../../../twiml/element.ts';
import type { QueueOutcome } from './enqueueing.ts';
import type { Source } from './source.ts';

/** How a `<Dial>` ended, in Twilio's words. */
export type DialOutcome = {
  readonly status: 'completed' | 'answered' | 'busy' | 'no-answer' | 'failed' | 'canceled';
  /** The leg that was connected, or the last that was tried. */
  readonly callSid?: string | undefined;
  readonly seconds?: number | undefined;
  readonly bridged: boolean;
  readonly recording?: RecordedSound | undefined;
  /** Of a queue that was dialled. */
  readonly dequeued?: DequeuedCall | undefined;
};

/** Whom a dialled queue gave, and how long that call had waited. */
export type DequeuedCall = { readonly queueSid: string; readonly callSid: string; readonly waitedSeconds: number };

export type RecordedSound = { readonly sid: string; readonly url: string; readonly seconds: number };

/** What happens to a session. */
export type Input =
  /** Ask there for the first document, or for another one in place of what is being executed. */
  | { readonly kind: 'redirected'; readonly source: Source }
  /** Execute this: TwiML given with the call, or in place of what is being executed. */
  | { readonly kind: 'given'; readonly document: TwimlElement }
  /** What was given cannot be read. */
  | { readonly kind: 'ungiven'; readonly code: number; readonly message: string }
  | { readonly kind: 'document'; readonly request: number; readonly source: Source; readonly document: TwimlElement }
  | {
      readonly kind: 'unreadable';
      readonly request: number;
      readonly source: Source;
      readonly code: number;
      readonly message: string;
    }
  | { readonly kind: 'elapsed'; readonly timer: number }
  | { readonly kind: 'digit'; readonly digit: string }
  | { readonly kind: 'speech-started' }
  | { readonly kind: 'speech-ended'; readonly text: string }
  | ({ readonly kind: 'recorded' } & RecordedSound)
  /** The call is in the queue that its `<Enqueue>` names. */
  | { readonly kind: 'enqueued' }
  /** It was taken out of its queue, and hears this before it is connected. */
  | { readonly kind: 'whispered'; readonly source: Source }
  /** Its `<Enqueue>` is over. */
  | { readonly kind: 'dequeued'; readonly outcome: QueueOutcome }
  /** The other party has answered a `<Dial>`; or whoever dialled the queue is connected. */
  | { readonly kind: 'bridged' }
  | { readonly kind: 'dialed'; readonly outcome: DialOutcome }
  /** The stream of a `<Connect>` is over, by its server or since it never came about. */
  | { readonly kind: 'streamed'; readonly stream: number }
  /** The phone has hung up. */
  | { readonly kind: 'hung-up' };
