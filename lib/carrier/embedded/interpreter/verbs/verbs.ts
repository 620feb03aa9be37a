import { type TwimlElement, textOf } from '../../../../twiml/element.ts';
import { linkOf } from '../attribute.ts';
import { asks, fails } from '../request.ts';
import { goesOn, moved, type Session, type Step } from '../session.ts';
import { dial } from './dial.ts';
import { enqueue, leave } from './enqueue.ts';
import { gather } from './gather.ts';
import { record } from './record.ts';
import { prompt } from './speaking.ts';
import { connect, start, stop } from './stream.ts';

type Verb = {
  readonly begin: (session: Session, verb: TwimlElement) => Step;
  /** Whether an inbound call is picked up for it; Twilio leaves it ringing for the others. */
  readonly answers: (verb: TwimlElement) => boolean;
};

const always = () => true;
const never = () => false;

/** Every verb that this carrier executes. */
export const verbs: Readonly<Record<string, Verb>> = {
  Say: { begin: speak, answers: always },
  Play: { begin: speak, answers: always },
  Pause: { begin: speak, answers: never },
  Gather: { begin: gather, answers: always },
  Record: { begin: record, answers: always },
  Dial: { begin: dial, answers: (verb) => verb.attributes['answerOnBridge'] !== 'true' },
  Start: { begin: start, answers: always },
  Stop: { begin: stop, answers: never },
  Connect: { begin: connect, answers: always },
  Enqueue: { begin: enqueue, answers: always },
  Leave: { begin: leave, answers: never },
  Redirect: { begin: redirect, answers: never },
  Reject: { begin: reject, answers: never },
  Hangup: { begin: (session) => moved(session, { kind: 'ended' }, [{ kind: 'hang-up' }]), answers: always },
};

function speak(before: Session, verb: TwimlElement): Step {
  const started = prompt(before, verb);
  if (started === undefined) return goesOn(before);
  return moved(started.session, { kind: 'waiting', timer: started.timer }, started.effects);
}

function redirect(session: Session, verb: TwimlElement): Step {
  const target = linkOf(session, textOf(verb) || session.source?.url, verb.attributes['method']);
  return target === undefined
    ? fails(session, { code: 11100, message: 'Redirect names no URL' })
    : asks(session, target, {});
}

/** Twilio rejects only a call that it has not answered; later the verb ends the call. */
function reject(session: Session, verb: TwimlElement): Step {
  if (session.answered) return moved(session, { kind: 'ended' }, [{ kind: 'hang-up' }]);
  const reason = verb.attributes['reason'] === 'busy' ? 'busy' : 'rejected';
  return moved(session, { kind: 'ended' }, [{ kind: 'reject', reason }]);
}
