import { speechMilliseconds } from '../timing.ts';
import type { Effect } from './effect.ts';
import type { QueueResult } from './enqueueing.ts';
import { moved, type Session, type Step } from './session.ts';
import type { Parameters, Source } from './source.ts';

/** What is said when a call cannot go on, in Twilio's words. */
export const applicationError = 'We are sorry, an application error has occurred. Goodbye.';

/** The session asks its program for the next document. */
export function asks(session: Session, source: Source, parameters: Parameters, before: readonly Effect[] = []): Step {
  const request = session.count + 1;
  const asking: Effect = { kind: 'ask', request, source, parameters };
  return moved({ ...session, count: request, asked: session.asked + 1, verbs: [] }, { kind: 'fetching', request }, [
    ...before,
    asking,
  ]);
}

/** A timer of a session: the session that knows it, the timer's number, and the effect that sets it. */
export function timed(session: Session, milliseconds: number): { session: Session; timer: number; wait: Effect } {
  const timer = session.count + 1;
  return { session: { ...session, count: timer }, timer, wait: { kind: 'wait', timer, milliseconds } };
}

/**
 * The document in hand cannot be executed: the fallback is asked once, with Twilio's ErrorCode and ErrorUrl; without
 * one, or when it is the fallback that failed, the error is announced and the call ends. In a queue the call leaves it.
 */
export function fails(session: Session, failure: { code: number; message: string; url?: string }): Step {
  const { code, message } = failure;
  const url = failure.url ?? session.source?.url ?? '';
  const error: Effect = { kind: 'error', code, message };
  if (session.enqueued !== undefined) return leaves(session, 'error', [error]);
  const { fallback } = session;
  if (fallback !== undefined && fallback.url !== url) {
    return asks({ ...session, fallback: undefined }, fallback, { ErrorCode: String(code), ErrorUrl: url }, [error]);
  }
  const milliseconds = speechMilliseconds(applicationError);
  const { session: waiting, timer, wait } = timed({ ...session, verbs: [], answered: true }, milliseconds);
  const answer: readonly Effect[] = session.answered ? [] : [{ kind: 'answer' }];
  const saying: Effect = { kind: 'say', text: applicationError, language: undefined, milliseconds };
  return moved(waiting, { kind: 'failing', timer }, [error, ...answer, saying, wait]);
}

/** The call leaves the queue that it is in; how long it was there comes back as input `dequeued`. */
export const leaves = (session: Session, result: QueueResult, before: readonly Effect[] = []): Step =>
  moved({ ...session, verbs: [] }, { kind: 'holding' }, [...before, { kind: 'leave-queue', result, tell: undefined }]);
