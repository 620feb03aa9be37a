import type { Cancel } from '../clock/carrier-clock.ts';
import type { StatusLink } from '../interpreter/dialing.ts';
import type { Input } from '../interpreter/input.ts';
import type { Session } from '../interpreter/session.ts';
import type { Source } from '../interpreter/source.ts';
import { wholeSeconds } from '../timing.ts';
import type { PhoneScript } from './phone.ts';

const moves = {
  queued: ['initiated', 'ringing', 'in-progress', 'completed', 'busy', 'no-answer', 'canceled', 'failed'],
  initiated: ['ringing', 'in-progress', 'completed', 'busy', 'no-answer', 'canceled', 'failed'],
  ringing: ['in-progress', 'completed', 'busy', 'no-answer', 'canceled', 'failed'],
  'in-progress': ['completed', 'failed'],
  completed: [],
  busy: [],
  'no-answer': [],
  canceled: [],
  failed: [],
} as const;

/** Twilio's call statuses; `initiated` shows as `queued` in the REST API until the other end rings. */
export type CallStatus = keyof typeof moves;
export const callStatuses = Object.keys(moves) as CallStatus[];
export type FinalCallStatus = 'completed' | 'busy' | 'no-answer' | 'canceled' | 'failed';

export const isFinal = (status: CallStatus): status is FinalCallStatus => moves[status].length === 0;

export const mayMove = (from: CallStatus, to: CallStatus): boolean =>
  (moves[from] as readonly CallStatus[]).includes(to);

export type CallDirection = 'inbound' | 'outbound-api' | 'outbound-dial';

/** Something that was heard at the phone's end, or that the phone's holder said or pressed. */
export type Heard = {
  readonly at: number;
  readonly from: 'carrier' | 'phone' | 'other';
  readonly text: string;
  readonly language?: string | undefined;
};

/** A verb executed, or an error with Twilio's code. */
export type Traced = {
  readonly at: number;
  readonly verb: string;
  readonly line: number;
  readonly detail: string;
  readonly code?: number;
};

export type RecordOnAnswer = { readonly channels: 1 | 2; readonly statusCallback: StatusLink | undefined };

/** A call's stay in a queue, from its `<Enqueue>` until that is over. Times are epoch milliseconds. */
export type QueueStay = {
  readonly queueSid: string;
  readonly since: number;
  /** When it was taken out, and the call that dialled the queue. */
  until: number | undefined;
  takenBySid: string | undefined;
};

/** One leg between this carrier and a phone. Times are epoch milliseconds. */
export type Call = {
  readonly sid: string;
  readonly direction: CallDirection;
  readonly from: string;
  readonly to: string;
  /** The simulated phone at the other end: `from` of an inbound call, else `to`. */
  readonly phone: string;
  readonly parentSid: string | undefined;
  readonly createdAt: number;
  readonly timeoutSeconds: number;
  /** From its answer; a request may change it while the call lives. */
  timeLimitSeconds: number;
  readonly statusCallback: StatusLink | undefined;
  readonly sendDigits: string;
  readonly recordOnAnswer: RecordOnAnswer | undefined;
  readonly detectsMachine: boolean;
  script: PhoneScript;
  status: CallStatus;
  startedAt: number | undefined;
  answeredAt: number | undefined;
  endedAt: number | undefined;
  updatedAt: number;
  answeredBy: 'human' | 'machine_start' | undefined;
  sipResponseCode: number | undefined;
  /** What to do once it is answered. */
  onAnswer: (() => void) | undefined;
  /** SequenceNumber of the next status callback. */
  sequence: number;
  session: Session | undefined;
  /** Inputs that came while another was being executed. */
  readonly inbox: Input[];
  isDriven: boolean;
  /** The call at the other end of a `<Dial>`, or the one that a dialled queue gave. */
  bridgedSid: string | undefined;
  conferenceSid: string | undefined;
  /** While it is in an `<Enqueue>`. */
  stay: QueueStay | undefined;
  /** Of a call to a number of this carrier: the call at the other end, whose voice and keys are this one's phone. */
  linkedSid: string | undefined;
  readonly timers: Set<Cancel>;
  readonly heard: Heard[];
  readonly trace: Traced[];
  /** How far the phone's script has been played. */
  scriptStep: number;
  isActing: boolean;
};

/** From answer to end in whole started seconds, as Twilio's CallDuration; 0 for a call that was never answered. */
export function callSeconds(call: Pick<Call, 'answeredAt' | 'endedAt'>): number {
  if (call.answeredAt === undefined || call.endedAt === undefined) return 0;
  return wholeSeconds(call.endedAt - call.answeredAt);
}

/** Where an outbound call asks for its first document, or what it executes. */
export type FirstInstructions =
  | { readonly kind: 'source'; readonly source: Source }
  | { readonly kind: 'given'; readonly twiml: string };
