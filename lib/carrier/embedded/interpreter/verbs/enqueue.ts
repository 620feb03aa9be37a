import { type TwimlElement, textOf } from '../../../../twiml/element.ts';
import { timing } from '../../timing.ts';
import { linkOf } from '../attribute.ts';
import type { Effect } from '../effect.ts';
import type { Enqueued, QueueOutcome } from '../enqueueing.ts';
import type { Input } from '../input.ts';
import { asks, fails, leaves, timed } from '../request.ts';
import { goesOn, moved, type Session, type Step } from '../session.ts';

/** What the documents of a queue's `waitUrl` and of a dialled queue's `url` may hold, as at Twilio. */
const allowed: Readonly<Record<Enqueued['stage'], readonly string[]>> = {
  waiting: ['Say', 'Play', 'Pause', 'Gather', 'Redirect', 'Leave', 'Hangup'],
  whispering: ['Say', 'Play', 'Pause', 'Redirect'],
  connected: [],
};

/** Whether a verb may be executed where the session is. */
export const isAllowed = ({ enqueued }: Session, verb: TwimlElement): boolean =>
  enqueued === undefined || allowed[enqueued.stage].includes(verb.name);

/** `<Enqueue>`: waits in a queue, and goes on when that is over. */
export function enqueue(session: Session, verb: TwimlElement): Step {
  const name = textOf(verb);
  if (name === '') return fails(session, { code: 14204, message: 'Enqueue names no queue' });
  const { attributes } = verb;
  const settings = {
    name,
    action: linkOf(session, attributes['action'], attributes['method']),
    waitSource: linkOf(session, attributes['waitUrl'], attributes['waitUrlMethod']),
  };
  const { source, verbs } = session;
  const enqueued: Enqueued = { settings, stage: 'waiting', source, verbs };
  return moved({ ...session, enqueued }, { kind: 'holding' }, [{ kind: 'enqueue', name }]);
}

/** `<Leave>`: out of the queue, and on after the `<Enqueue>`. Elsewhere it means nothing. */
export const leave = (session: Session): Step =>
  session.enqueued === undefined ? goesOn(session) : leaves(session, 'leave');

/** What befalls a call in a queue. Undefined for any other input. */
export function whileEnqueued(session: Session, enqueued: Enqueued, input: Input): Step | undefined {
  switch (input.kind) {
    case 'enqueued':
      return waits(session, enqueued);
    case 'whispered':
      return asks({ ...session, enqueued: { ...enqueued, stage: 'whispering' } }, input.source, {});
    case 'bridged':
      return moved({ ...session, enqueued: { ...enqueued, stage: 'connected' } }, { kind: 'holding' });
    case 'dequeued':
      return dequeued(session, enqueued, input.outcome);
    default:
      return undefined;
  }
}

/** The end of a document inside an `<Enqueue>`: of a whisper, the two are connected; else the `waitUrl` is asked again. */
export function documentEnds(session: Session, enqueued: Enqueued): Step {
  if (enqueued.stage === 'whispering') return moved(session, { kind: 'holding' }, [{ kind: 'connect' }]);
  if (session.asked === 0) return waits(session, enqueued);
  const { session: waiting, timer, wait } = timed(session, timing.silence);
  return moved(waiting, { kind: 'waiting', timer }, [wait]);
}

const waits = (session: Session, { settings: { waitSource } }: Enqueued): Step =>
  waitSource === undefined ? moved(session, { kind: 'holding' }) : asks(session, waitSource, {});

function dequeued(session: Session, { settings, source, verbs }: Enqueued, outcome: QueueOutcome): Step {
  const back: Session = { ...session, enqueued: undefined, source, verbs };
  return settings.action === undefined ? goesOn(back) : asks(back, settings.action, queueResultParameters(outcome));
}

/** A call in a queue gets other instructions, or hangs up: its `<Enqueue>`'s action is told, and asked for nothing. */
export function cutOff({ settings, stage }: Enqueued, by: 'redirect' | 'hang-up'): Effect {
  const connected = stage === 'connected';
  const result =
    by === 'hang-up' ? (connected ? 'bridged' : 'hangup') : connected ? 'redirected-from-bridged' : 'redirected';
  return { kind: 'leave-queue', result, tell: settings.action };
}

/** What an `<Enqueue>`'s action is told, in Twilio's words. */
export const queueResultParameters = ({ result, queueSid, seconds }: QueueOutcome): Record<string, string> => ({
  QueueResult: result,
  ...(queueSid === undefined ? {} : { QueueSid: queueSid }),
  ...(seconds === undefined ? {} : { QueueTime: String(seconds) }),
});
