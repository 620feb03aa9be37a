import { keyFor } from '../../lib/access/data-key.ts';
import { linksFor, type MakeLink } from '../../lib/carrier/link.ts';
import { isRefusal, refuse } from '../../lib/error/catalogue.ts';
import type { Document } from '../../lib/program/answered-document.ts';
import { commit } from '../../lib/store/commit.ts';
import { type Notice, notify } from '../../lib/store/notification.ts';
import { putConsequences } from '../../lib/store/outbox.ts';
import { sidOf } from '../../lib/store/sid.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { checkTwiml, type Finding } from '../../lib/twiml/check-twiml.ts';
import { demandsOf } from '../../lib/twiml/demands.ts';
import { element, type TwimlElement } from '../../lib/twiml/element.ts';
import type { TwimlMessage } from '../../lib/twiml/message.ts';
import { rewriteTwiml } from '../../lib/twiml/rewrite-twiml.ts';
import { loadCall, putChangedCall } from './call-store.ts';
import type { CallerQueue } from './caller-queue/caller-queue-store.ts';
import { namedQueues } from './caller-queue/named-queues.ts';
import { coachedCalls } from './coached-calls.ts';
import { type HeldDocument, holdForDocument } from './hold-for-document.ts';
import { type Failure, nextAsked } from './next-asked.ts';
import { permissionFor } from './permission.ts';
import { permit } from './permit.ts';
import { programDocument } from './program-document.ts';
import type { Question, State } from './question.ts';
import { rewritingOf } from './rewriting.ts';

const goodbye = element('Response', {}, [
  element('Say', {}, ['An application error has occurred. Goodbye.']),
  element('Hangup'),
]);

/**
 * When even the fallback fails, the call ends; but who waits for a room or is held there hears nothing, a caller in a queue leaves
 * it, and one who is being connected is connected.
 */
const lastResort: Partial<Record<State['kind'], TwimlElement>> = {
  wait: element('Response'), // silence
  'queue-wait': element('Response', {}, [element('Leave')]),
  'queue-whisper': element('Response'),
};

/**
 * Asks a call's program, once, and answers the carrier with what it says, made fit for a shared carrier. When the
 * program fails, the carrier is sent on to a link of ours that tries it again, then to its fallback, and after that
 * hears the documented message; each failure is a Notification with Twilio's number.
 */
export async function instruct(question: Question): Promise<TwimlElement> {
  const link = await linksFor(question.carrier);
  const began = performance.now();
  const found = await programDocument(question);
  const checked = isRefusal(found) ? found : await checkedDocument(question, found);
  if (isRefusal(checked)) {
    await notify([noticeOf(question, 'error', checked.code, checked.message)]);
    return afterFailure(question, checked, performance.now() - began, link);
  }
  const { accountSid, sid: callSid, configurationVersion } = question.call;
  const { method, kind, queueSid } = question.state;
  const origin = {
    ...{ accountSid, callSid, configurationVersion, kind, queueSid },
    ...{ queues: checked.queues, coached: checked.coached, rides: checked.rides },
    documentUrl: checked.url,
    documentMethod: method,
  };
  const { document, messages } = rewriteTwiml(checked.document, rewritingOf(origin, link), kind);
  await sendMessages(question, messages);
  return document;
}

/** What may be executed, the queues that it names, what the carrier calls the calls that it coaches, and what its nouns are held for as. */
type Checked = Document &
  HeldDocument & {
    readonly queues: ReadonlyMap<string, CallerQueue>;
    readonly coached: ReadonlyMap<string, string>;
  };

/** The document when it may be executed; warnings are told; an error, and what the account may not do or cannot pay, refuse it. */
async function checkedDocument(question: Question, found: Document): Promise<Checked | Failure> {
  const { kind } = question.state;
  const { errors, warnings } = checkTwiml(found.document, kind, { inline: found.url === undefined });
  await notify(warnings.map((warning) => noticeOf(question, 'warning', warning.code, inLine(warning))));
  const [error] = errors;
  if (error !== undefined) return { ...refuse(12200, inLine(error)), message: inLine(error) };
  const demands = demandsOf(found.document, kind);
  const { AllowedDestinations } = question.standing.settings;
  const permission = await permissionFor(question.call, demands, AllowedDestinations, found.url);
  const objection = permit(demands, permission);
  if (objection !== undefined) return refuse(objection.code, objection.detail);
  const asking = { accountSid: question.call.accountSid, carrier: question.carrier, now: question.now };
  const queues = await namedQueues(demands.queues, asking);
  if (isRefusal(queues)) return queues;
  const held = await holdForDocument(question, found.document);
  if (isRefusal(held)) return held;
  const coached = await coachedCalls(demands.coached, asking);
  const unknown = [...demands.coached].filter((sid) => !coached.has(sid));
  await notify(unknown.map((sid) => noticeOf(question, 'error', 13240, refuse(13240, sid).message)));
  return { ...found, ...held, queues, coached };
}

const inLine = ({ message, line }: Finding): string => `${message} (line ${line})`;

/** Sends the carrier to the link that asks next; nobody is left to be asked: the documented message. */
function afterFailure(question: Question, refusal: Failure, milliseconds: number, link: MakeLink): TwimlElement {
  const next = nextAsked(question, refusal, milliseconds);
  if (next === undefined) return lastResort[question.state.kind] ?? goodbye;
  return element('Response', {}, [element('Redirect', { method: 'POST' }, [link('calls/continue', next)])]);
}

function noticeOf(
  { call, state, now }: Question,
  severity: Notice['severity'],
  errorCode: number,
  message: string,
): Notice {
  return {
    accountSid: call.accountSid,
    resourceSid: call.sid,
    severity,
    errorCode,
    message,
    requestUrl: state.url,
    at: now,
  };
}

/**
 * `<Message>` never reaches the carrier: it is an action of the sms micro-service. Its SID follows from the question,
 * so that a webhook that the carrier repeats sends nothing twice.
 */
async function sendMessages(question: Question, messages: readonly TwimlMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const key = await keyFor('sid');
  const actions = messages.map((message, index) => {
    const { to = question.call.from, from = question.call.to, body, mediaUrls, statusCallback } = message;
    const messageSid = sidOf('SM', key, [question.call.sid, question.idempotencyToken, String(index)]);
    const input = {
      messageSid,
      to,
      from,
      body,
      mediaUrls: [...mediaUrls],
      statusCallback,
      causedBy: question.call.sid,
    };
    return { queue: 'sms', action: 'message.send', input };
  });
  await untilCommitted(question.call.sid, async () => {
    const call = await loadCall(question.call.sid);
    if (call === undefined) return 'committed';
    const outboxCount = call.outboxCount + actions.length;
    return commit([putChangedCall(call, { outboxCount }), ...putConsequences(call, actions, question.now)]);
  });
}
