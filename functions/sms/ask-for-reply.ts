import type { Place } from '../../lib/access/application-logic.ts';
import { asksAgain, leastMilliseconds, overridesOf } from '../../lib/connection/overrides.ts';
import { isRefusal, refuse } from '../../lib/error/catalogue.ts';
import { askProgram, type ProgramAnswer } from '../../lib/program/ask-program.ts';
import type { SignedParameters } from '../../lib/program/signature.ts';
import type { Account } from '../../lib/store/account.ts';
import type { Notice } from '../../lib/store/notification.ts';
import { checkTwiml, type Finding } from '../../lib/twiml/check-twiml.ts';
import { elementsOf, type TwimlElement, textOf } from '../../lib/twiml/element.ts';
import { messageOf, methodOf, type TwimlMessage } from '../../lib/twiml/message.ts';
import { parseTwiml } from '../../lib/twiml/parse-twiml.ts';
import { absoluteUrl } from '../../lib/twiml/value.ts';
import type { Message } from './message.ts';
import { messageParameters } from './message-parameters.ts';

const documentsMax = 10;

/** What a program wants to be sent, and what went wrong while it was asked. */
export interface Reply {
  readonly messages: readonly TwimlMessage[];
  readonly notices: readonly Notice[];
}

type Problem = Omit<Notice, 'accountSid' | 'resourceSid' | 'at' | 'requestUrl'>;
type Read = {
  readonly messages: readonly TwimlMessage[];
  readonly next?: Place;
  readonly problems: readonly Problem[];
};
/** Why a document is not executed, by Twilio's number. */
type Failure = { readonly code: number; readonly message: string };

/**
 * Asks a program what to do with a message that came in, follows its `<Redirect>`s, and asks `fallback` with
 * `ErrorCode` and `ErrorUrl` when that fails. At most 10 documents (14106).
 */
export async function askForReply(
  account: Account,
  message: Message,
  program: Place,
  fallback: Place | undefined,
  at: number,
): Promise<Reply> {
  const messages: TwimlMessage[] = [];
  const notices: Notice[] = [];
  const note = (requestUrl: string, problems: readonly Problem[]) => {
    const about = { accountSid: account.sid, resourceSid: message.sid, requestUrl, at };
    notices.push(...problems.map((problem) => ({ ...about, ...problem })));
  };
  let place: Place | undefined = program;
  let spare = fallback;
  let parameters = messageParameters(message);
  for (let documents = 0; place !== undefined; documents += 1) {
    const { url }: Place = place;
    const read: Read | Failure =
      documents < documentsMax ? await ask(account, message, place, parameters) : refuse(14106, url);
    if ('messages' in read) {
      messages.push(...read.messages);
      note(url, read.problems);
      place = read.next;
      continue;
    }
    note(url, [{ severity: 'error', errorCode: read.code, message: read.message }]);
    parameters = { ...parameters, ErrorCode: String(read.code), ErrorUrl: url };
    place = documents < documentsMax ? spare : undefined;
    spare = undefined;
  }
  return { messages, notices };
}

/** Asks one place, as often as its connection overrides wish within their time; once where they do not say. */
async function ask(
  account: Account,
  message: Message,
  place: Place,
  parameters: SignedParameters,
): Promise<Read | Failure> {
  const { retries, totalMilliseconds } = overridesOf(place.url);
  const began = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    const left = Math.ceil(totalMilliseconds - (performance.now() - began));
    const answer = await askProgram({
      account,
      ...place,
      parameters,
      idempotencyToken: message.sid,
      about: { resourceSid: message.sid, kind: 'application-logic', attempt },
      ...(retries && { millisecondsLeft: Math.max(left, leastMilliseconds) }),
    });
    if (!isRefusal(answer)) return understood(answer);
    if (retries === undefined || !asksAgain(retries, attempt, answer.failure) || left < leastMilliseconds)
      return answer;
  }
}

/** Text is itself the reply; anything that looks like a page or XML must be TwiML (as Twilio has it). */
function understood({ body, contentType, url }: ProgramAnswer): Read | Failure {
  if (body.trim() === '') return { messages: [], problems: [] };
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === 'text/plain') return { messages: [{ body: body.trim(), mediaUrls: [], line: 1 }], problems: [] };
  if (type !== '' && !/[/+](xml|html)$/.test(type)) return refuse(12300, contentType);
  const parsed = parseTwiml(body);
  if (parsed.kind === 'refused')
    return refuse(parsed.code, `${parsed.message} (line ${parsed.line}, column ${parsed.column} of ${url})`);
  const { errors, warnings } = checkTwiml(parsed.document, 'message');
  const [first] = errors;
  if (first !== undefined) return { code: first.code, message: inLine(first) };
  const problems = warnings.map((warning) => ({
    severity: 'warning' as const,
    errorCode: warning.code,
    message: inLine(warning),
  }));
  return { ...executed(parsed.document, url), problems };
}

const inLine = ({ message, line }: Finding): string => `${message} (line ${line})`;

/** Messages in order, up to a redirect: what stands after it is never reached. */
function executed(document: TwimlElement, url: string): Pick<Read, 'messages' | 'next'> {
  const verbs = elementsOf(document);
  const redirectAt = verbs.findIndex(({ name }) => name === 'Redirect');
  const reached = redirectAt < 0 ? verbs : verbs.slice(0, redirectAt);
  const messages = reached.filter(({ name }) => name === 'Message').map((verb) => messageOf(verb, url));
  const redirect = verbs[redirectAt];
  const next = redirect && absoluteUrl(textOf(redirect), url);
  return { messages, ...(redirect && next && { next: { url: next, method: methodOf(redirect.attributes.method) } }) };
}
