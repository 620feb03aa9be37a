import { elementsOf, type TwimlElement } from '../../../twiml/element.ts';
import type { Effect } from './effect.ts';
import type { DialOutcome, Input } from './input.ts';
import { asks, fails } from './request.ts';
import { goesOn, moved, type Session, type SessionState, type Step } from './session.ts';
import type { Source } from './source.ts';
import { dialParameters, whileDialing } from './verbs/dial.ts';
import { cutOff, documentEnds, isAllowed, whileEnqueued } from './verbs/enqueue.ts';
import { whileGathering } from './verbs/gather.ts';
import { finishes, whenRecorded, whileRecording } from './verbs/record.ts';
import { whileStreaming } from './verbs/stream.ts';
import { verbs } from './verbs/verbs.ts';

/**
 * Executes TwiML: a session and what happens to it make a new session and what the shell is to do, in order. Pure: no
 * time, no network. An input that means nothing in the session's state changes nothing.
 */
export function interpret(before: Session, input: Input): Step {
  let { session, effects } = receive(before, input) ?? { session: before, effects: [] };
  while (session.state.kind === 'ready') {
    const next = nextVerb(session);
    session = next.session;
    effects = [...effects, ...next.effects];
  }
  return { session, effects };
}

function receive(session: Session, input: Input): Step | undefined {
  const { state } = session;
  switch (input.kind) {
    case 'hung-up':
      return hangsUp(session);
    case 'redirected':
      return asks({ ...session, enqueued: undefined }, input.source, {}, interruption(session));
    case 'given':
      return starts({ ...session, source: undefined, enqueued: undefined }, input.document, interruption(session));
    case 'ungiven':
      return fails({ ...session, source: undefined }, input);
    case 'document':
      return isAwaited(state, input.request)
        ? starts({ ...session, source: input.source }, input.document, [])
        : undefined;
    case 'unreadable':
      return isAwaited(state, input.request) ? fails(session, { ...input, url: input.source.url }) : undefined;
    case 'elapsed':
      return continues({ ...session, asked: 0 }, state, input);
    default:
      return continues(session, state, input);
  }
}

function continues(session: Session, state: SessionState, input: Input): Step | undefined {
  const inQueue = session.enqueued && whileEnqueued(session, session.enqueued, input);
  return inQueue ?? executes(session, state, input);
}

function executes(session: Session, state: SessionState, input: Input): Step | undefined {
  switch (state.kind) {
    case 'waiting':
      return input.kind === 'elapsed' && input.timer === state.timer ? goesOn(session) : undefined;
    case 'gathering':
      return whileGathering(session, state, input);
    case 'recording':
      return whileRecording(session, state, input);
    case 'recorded':
      return whenRecorded(session, state, input);
    case 'dialing':
      return whileDialing(session, state, input);
    case 'streaming':
      return whileStreaming(session, state, input);
    case 'parting':
      return input.kind === 'dialed' ? whenParted(session, state.action, input.outcome) : undefined;
    case 'failing':
      return input.kind === 'elapsed' && input.timer === state.timer ? hangUp(session) : undefined;
    default:
      return undefined;
  }
}

const isAwaited = (state: SessionState, request: number) => state.kind === 'fetching' && state.request === request;

const hangUp = (session: Session): Step => moved(session, { kind: 'ended' }, [{ kind: 'hang-up' }]);

/** So many documents in a row that take no time are a circle. */
const mostAsked = 100;

function starts(session: Session, document: TwimlElement, before: readonly Effect[]): Step {
  if (session.asked > mostAsked) {
    return fails(session, { code: 11200, message: `${mostAsked} documents in a row did nothing but lead to another` });
  }
  return goesOn({ ...session, verbs: elementsOf(document) }, before);
}

function nextVerb(session: Session): Step {
  const [verb, ...rest] = session.verbs;
  if (verb === undefined) return ends(session);
  const known = Object.hasOwn(verbs, verb.name) ? verbs[verb.name] : undefined;
  if (known === undefined) {
    return fails(session, {
      code: 12200,
      message: `The embedded carrier does not execute ${verb.name} (line ${verb.line})`,
    });
  }
  if (!isAllowed(session, verb)) {
    const message = `${verb.name} must not stand in what is heard in a queue (line ${verb.line})`;
    return fails(session, { code: 12200, message });
  }
  const picksUp = !session.answered && known.answers(verb);
  const step = known.begin({ ...session, verbs: rest, answered: session.answered || picksUp }, verb);
  const trace: Effect = { kind: 'trace', verb: verb.name, line: verb.line, detail: attributesOf(verb) };
  const answer: readonly Effect[] = picksUp ? [{ kind: 'answer' }] : [];
  return { session: step.session, effects: [trace, ...answer, ...step.effects] };
}

const attributesOf = ({ attributes }: TwimlElement): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}="${value}"`)
    .join(' ');

/** A document's end ends the call; an inbound one is picked up for it even if no verb did. */
function ends(session: Session): Step {
  if (session.enqueued !== undefined) return documentEnds(session, session.enqueued);
  if (session.atEnd === 'connect') return moved(session, { kind: 'ended' }, [{ kind: 'connect' }]);
  const answer: readonly Effect[] = session.answered ? [] : [{ kind: 'answer' }];
  return moved({ ...session, answered: true }, { kind: 'ended' }, [...answer, { kind: 'hang-up' }]);
}

/** What is cut off when other instructions come in between. */
function interruption({ state, enqueued }: Session): readonly Effect[] {
  if (enqueued !== undefined) return [cutOff(enqueued, 'redirect')];
  if (state.kind === 'recording') return [{ kind: 'end-recording', discard: false }];
  if (state.kind === 'streaming') return [{ kind: 'disconnect-stream' }];
  return state.kind === 'dialing' ? [{ kind: 'disconnect' }] : [];
}

/** The phone has hung up: a recording is still kept, and its action told; so is the action of a Dial or an Enqueue. */
function hangsUp(session: Session): Step {
  const { state, enqueued } = session;
  if (enqueued !== undefined)
    return moved({ ...session, enqueued: undefined }, { kind: 'ended' }, [cutOff(enqueued, 'hang-up')]);
  if (state.kind === 'recording') return finishes(session, state, 'hangup');
  if (state.kind === 'dialing')
    return moved(session, { kind: 'parting', action: state.settings.action }, interruption(session));
  return moved(session, { kind: 'ended' }, interruption(session));
}

/** How a Dial ended whose caller hung up is told; the answer is not executed. */
function whenParted(session: Session, action: Source | undefined, outcome: DialOutcome): Step {
  const ended = { kind: 'ended' } as const;
  if (action === undefined) return moved(session, ended);
  return moved(session, ended, [{ kind: 'tell', source: action, parameters: dialParameters(outcome) }]);
}
