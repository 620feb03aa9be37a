import { elementsOf, type TwimlElement, textOf } from '../../../../twiml/element.ts';
import { linkOf, truth, wholeNumber } from '../attribute.ts';
import type { DialDestination, Dialing, DialSettings } from '../dialing.ts';
import type { DialOutcome, Input } from '../input.ts';
import { asks, fails } from '../request.ts';
import { goesOn, moved, type Session, type Step } from '../session.ts';
import type { Source } from '../source.ts';
import { conferenceOf, dialRecordingOf, targetOf } from './nouns.ts';

const defaultTimeoutSeconds = 30;
/** Four hours: Twilio's longest call. */
const defaultTimeLimitSeconds = 14_400;

/** `<Dial>`: connects the call to numbers, a conference or a queue's first, and goes on when that is over. */
export function dial(session: Session, verb: TwimlElement): Step {
  const destination = destinationOf(session, verb);
  if (typeof destination === 'string') return fails(session, { code: 12200, message: destination });
  const settings: DialSettings = {
    destination,
    action: linkOf(session, verb.attributes['action'], verb.attributes['method']),
    timeoutSeconds: wholeNumber(verb, 'timeout', defaultTimeoutSeconds),
    timeLimitSeconds: wholeNumber(verb, 'timeLimit', defaultTimeLimitSeconds),
    callerId: verb.attributes['callerId'],
    hangupOnStar: truth(verb, 'hangupOnStar', false),
    answerOnBridge: truth(verb, 'answerOnBridge', false),
    recording: dialRecordingOf(session, verb),
  };
  return moved(session, { kind: 'dialing', settings }, [{ kind: 'dial', settings }]);
}

/** Where to, or what is wrong with it. */
function destinationOf(session: Session, verb: TwimlElement): DialDestination | string {
  const nouns = elementsOf(verb);
  const [first] = nouns;
  if (first === undefined) {
    const number = textOf(verb);
    return number === ''
      ? 'Dial names nobody to dial'
      : { kind: 'numbers', targets: [targetOf(session, verb, number)] };
  }
  if (first.name === 'Conference') return { kind: 'conference', conference: conferenceOf(session, first) };
  if (first.name === 'Queue') {
    const whisper = linkOf(session, first.attributes['url'], first.attributes['method']);
    return { kind: 'queue', name: textOf(first), whisper };
  }
  const other = nouns.find((noun) => noun.name !== 'Number');
  if (other !== undefined) return `The embedded carrier cannot dial ${other.name}`;
  return { kind: 'numbers', targets: nouns.map((noun) => targetOf(session, noun, textOf(noun))) };
}

/** A dialing session takes its next input. */
export function whileDialing(session: Session, { settings }: Dialing, input: Input): Step | undefined {
  switch (input.kind) {
    case 'bridged':
      return session.answered ? undefined : { session: { ...session, answered: true }, effects: [{ kind: 'answer' }] };
    case 'digit':
      return input.digit === '*' && settings.hangupOnStar ? { session, effects: [{ kind: 'disconnect' }] } : undefined;
    case 'dialed':
      return whenDialed(session, settings.action, input.outcome);
    default:
      return undefined;
  }
}

function whenDialed(session: Session, action: Source | undefined, outcome: DialOutcome): Step {
  return action === undefined ? goesOn(session) : asks(session, action, dialParameters(outcome));
}

/** What a `<Dial>`'s action is told, in Twilio's words. */
export function dialParameters(outcome: DialOutcome): Record<string, string> {
  const { status, callSid, seconds, bridged, recording, dequeued } = outcome;
  return {
    DialCallStatus: status,
    DialBridged: String(bridged),
    ...(callSid === undefined ? {} : { DialCallSid: callSid }),
    ...(seconds === undefined ? {} : { DialCallDuration: String(seconds) }),
    ...(dequeued === undefined
      ? {}
      : {
          QueueSid: dequeued.queueSid,
          DequeueResult: 'bridged',
          DequeuedCallSid: dequeued.callSid,
          DequeuedCallQueueTime: String(dequeued.waitedSeconds),
          DequeuedCallDuration: String(seconds ?? 0),
        }),
    ...(recording === undefined
      ? {}
      : { RecordingSid: recording.sid, RecordingUrl: recording.url, RecordingDuration: String(recording.seconds) }),
  };
}
