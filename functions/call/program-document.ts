import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { askProgram, type ProgramAnswer } from '../../lib/program/ask-program.ts';
import { element, type TwimlElement } from '../../lib/twiml/element.ts';
import { parseTwiml } from '../../lib/twiml/parse-twiml.ts';
import { callParameters } from './call-parameters.ts';
import { type Failure, timeLeft } from './next-asked.ts';
import type { Question } from './question.ts';

/** A program's document and where it came from; no URL for what came with a request. */
export type Document = { readonly document: TwimlElement; readonly url: string | undefined };

/** What a call's program says now, or the TwiML that lies with the call; a refusal with Twilio's number when it fails. */
export async function programDocument({
  standing,
  call,
  state,
  input,
  idempotencyToken,
}: Question): Promise<Document | Failure> {
  if (state.stored) return parsed(call.twiml ?? '', undefined);
  const errors =
    state.errorCode === undefined ? {} : { ErrorCode: String(state.errorCode), ErrorUrl: state.errorUrl ?? '' };
  const answer = await askProgram({
    account: standing.account,
    url: state.url ?? '',
    method: state.method,
    parameters: { ...callParameters(call), ...input, ...errors },
    idempotencyToken,
    about: { resourceSid: call.sid, kind: 'application-logic', attempt: state.failures + 1 },
    ...timeLeft(state),
  });
  return isRefusal(answer) ? answer : documentOf(answer);
}

/** Twilio takes TwiML, plays what is sound, and reads out what is plain text. */
function documentOf({ contentType, body, url }: ProgramAnswer): Document | Refusal {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type.startsWith('audio/')) return { document: element('Response', {}, [element('Play', {}, [url])]), url };
  if (type === 'text/plain') return { document: element('Response', {}, [element('Say', {}, [body])]), url };
  if (type !== '' && !/xml|html/.test(type)) return refuse(12300, `${type} from ${url}`);
  return body.trim() === '' ? { document: element('Response'), url } : parsed(body, url);
}

function parsed(body: string, url: string | undefined): Document | Refusal {
  const result = parseTwiml(body);
  if (result.kind === 'document') return { document: result.document, url };
  return refuse(
    12100,
    `${result.message} (line ${result.line}, column ${result.column}${url === undefined ? '' : ` of ${url}`})`,
  );
}
