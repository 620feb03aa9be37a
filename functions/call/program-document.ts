import { isRefusal } from '../../lib/error/catalogue.ts';
import { answeredDocument, type Document, parsedDocument } from '../../lib/program/answered-document.ts';
import { askProgram } from '../../lib/program/ask-program.ts';
import { callParameters } from './call-parameters.ts';
import { type Failure, timeLeft } from './next-asked.ts';
import type { Question } from './question.ts';

/** What a call's program says now, or the TwiML that lies with the call; a refusal with Twilio's number when it fails. */
export async function programDocument({
  standing,
  call,
  state,
  input,
  idempotencyToken,
}: Question): Promise<Document | Failure> {
  if (state.stored) return parsedDocument(call.twiml ?? '', undefined);
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
  return isRefusal(answer) ? answer : answeredDocument(answer);
}
