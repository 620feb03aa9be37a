import type { TwimlElement } from '../../../twiml/element.ts';
import type { Dialing } from './dialing.ts';
import type { Effect } from './effect.ts';
import type { Enqueued } from './enqueueing.ts';
import type { Gathering } from './gathering.ts';
import type { RecordingVerb } from './recording-verb.ts';
import type { Source } from './source.ts';
import type { Streaming } from './streaming.ts';

/** What a session is doing until its next input. */
export type SessionState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'fetching'; readonly request: number }
  | { readonly kind: 'waiting'; readonly timer: number }
  /** In a queue, and nothing is executed: until it is served, left, or its call is over. */
  | { readonly kind: 'holding' }
  | Gathering
  | RecordingVerb
  | Dialing
  | Streaming
  /** The phone hung up during a `<Dial>`; how that ended is still to be told. */
  | { readonly kind: 'parting'; readonly action: Source | undefined }
  /** The error announcement is being spoken; then the call ends. */
  | { readonly kind: 'failing'; readonly timer: number }
  | { readonly kind: 'ended' };

/** One call's execution of TwiML. Never changes: each input makes a new one. */
export type Session = {
  /** The document being executed: what relative URLs and a missing `action` refer to. Undefined for inline TwiML. */
  readonly source: Source | undefined;
  /** Where to ask when a document cannot be had or read. */
  readonly fallback: Source | undefined;
  /** Verbs of the document still to come. */
  readonly verbs: readonly TwimlElement[];
  readonly state: SessionState;
  readonly answered: boolean;
  /** Numbers timers and requests, so that a late answer to an earlier one is known. */
  readonly count: number;
  /** Documents asked for since anything last took time: a circle of redirects is known by it. */
  readonly asked: number;
  /** What the end of a document means: the call's end, or for a whisper, that the two parties are connected. */
  readonly atEnd: 'hang-up' | 'connect';
  /** While the call is in an `<Enqueue>`: what is executed meanwhile are the documents of its `waitUrl`. */
  readonly enqueued: Enqueued | undefined;
};

/** A new session and what its shell is to do, in order. */
export type Step = { readonly session: Session; readonly effects: readonly Effect[] };

/** A session before its first document: `answered` for outbound calls, which are asked for after the answer. */
export function newSession(options: {
  readonly answered: boolean;
  readonly fallback?: Source | undefined;
  readonly atEnd?: Session['atEnd'];
}): Session {
  return {
    source: undefined,
    fallback: options.fallback,
    verbs: [],
    state: { kind: 'ended' },
    answered: options.answered,
    count: 0,
    asked: 0,
    atEnd: options.atEnd ?? 'hang-up',
    enqueued: undefined,
  };
}

/** The step of a session that only changes its state. */
export const moved = (session: Session, state: SessionState, effects: readonly Effect[] = []): Step => ({
  session: { ...session, state },
  effects,
});

/** The session goes on with its next verb. */
export const goesOn = (session: Session, effects: readonly Effect[] = []): Step =>
  moved(session, { kind: 'ready' }, effects);

/** Which of a phone's acts this session would take up now. */
export function listensTo({ state }: Session): { readonly digits: boolean; readonly speech: boolean } {
  if (state.kind === 'recording') return { digits: true, speech: true };
  if (state.kind === 'gathering') return { digits: state.settings.digits, speech: state.settings.speech };
  return { digits: false, speech: false };
}
