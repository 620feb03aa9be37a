import type { DialSettings } from './dialing.ts';
import type { QueueResult } from './enqueueing.ts';
import type { RecordSettings } from './recording-verb.ts';
import type { Parameters, Source } from './source.ts';
import type { StreamSettings } from './streaming.ts';

/** What the shell is asked to do; it stands in for the network, the phones and the clock. */
export type Effect =
  | { readonly kind: 'answer' }
  /** Ask the program; the answer comes back as input `document` or `unreadable` with the same number. */
  | { readonly kind: 'ask'; readonly request: number; readonly source: Source; readonly parameters: Parameters }
  /** Tell the program; whatever it answers is not executed, since the call has ended. */
  | { readonly kind: 'tell'; readonly source: Source; readonly parameters: Parameters }
  | {
      readonly kind: 'say';
      readonly text: string;
      readonly language: string | undefined;
      readonly milliseconds: number;
    }
  /** Play, and give input `elapsed` when it has ended. */
  | { readonly kind: 'play'; readonly url: string; readonly times: number; readonly timer: number }
  | { readonly kind: 'press'; readonly digits: string }
  | { readonly kind: 'beep' }
  | { readonly kind: 'wait'; readonly timer: number; readonly milliseconds: number }
  | { readonly kind: 'start-recording'; readonly settings: RecordSettings }
  /** End it and give input `recorded`; a discarded one leaves nothing behind and gives none. */
  | { readonly kind: 'end-recording'; readonly discard: boolean }
  /** Start a stream; where it is awaited by a number, its end is input `streamed` with that. */
  | { readonly kind: 'start-stream'; readonly settings: StreamSettings; readonly awaited: number | undefined }
  /** End the call's one-way streams of that name. */
  | { readonly kind: 'stop-stream'; readonly name: string }
  /** End the stream that goes both ways. */
  | { readonly kind: 'disconnect-stream' }
  /** Dial, and give input `dialed` at its end. */
  | { readonly kind: 'dial'; readonly settings: DialSettings }
  /** Put the call into a queue, and give input `enqueued`, or `dequeued` when it is full. */
  | { readonly kind: 'enqueue'; readonly name: string }
  /** Take it out, and tell the action how it went; without one give input `dequeued`. */
  | { readonly kind: 'leave-queue'; readonly result: QueueResult; readonly tell: Source | undefined }
  /** Part from whatever the call is connected to: the other leg, a conference. */
  | { readonly kind: 'disconnect' }
  /** The whisper is over: put the two parties together. */
  | { readonly kind: 'connect' }
  | { readonly kind: 'reject'; readonly reason: 'busy' | 'rejected' }
  | { readonly kind: 'hang-up' }
  | { readonly kind: 'trace'; readonly verb: string; readonly line: number; readonly detail: string }
  /** Twilio's code and what happened, for the trace. */
  | { readonly kind: 'error'; readonly code: number; readonly message: string };
