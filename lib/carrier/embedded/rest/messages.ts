import { sendMessage } from '../message/send-message.ts';
import { isE164 } from '../network/e164.ts';
import type { Message } from '../network/message.ts';
import type { Network } from '../network/network.ts';
import { badRequest, created, deleted, found, notFound, type RestAnswer, type RestRequest } from './answer.ts';
import { isInRange } from './date-range.ts';
import { badUrlIn, statusLinkIn, textIn } from './form.ts';
import { refusalOf } from './magic-numbers.ts';
import { page } from './page.ts';
import { representMessage } from './represent-message.ts';

/** Twilio's limit on a body, in characters. */
const longestBody = 1_600;
const mostMedia = 10;

/** POST Messages.json. */
export function createMessage(network: Network, { form }: RestRequest): RestAnswer {
  const to = textIn(form, 'To');
  const from = textIn(form, 'From');
  const body = form.get('Body') ?? '';
  const mediaUrls = form.getAll('MediaUrl').filter(Boolean);
  const refusal = checkMessage(form, { to, from, body, mediaUrls });
  if (refusal !== undefined || to === undefined || from === undefined) return refusal ?? badRequest(21604, 'No To');
  const statusCallback = statusLinkIn(form, 'StatusCallback', []);
  const message = sendMessage(network, { direction: 'outbound-api', from, to, body, mediaUrls, statusCallback });
  return created(representMessage(network, message));
}

type Sending = { to: string | undefined; from: string | undefined; body: string; mediaUrls: readonly string[] };

function checkMessage(form: URLSearchParams, { to, from, body, mediaUrls }: Sending): RestAnswer | undefined {
  if (to === undefined) return badRequest(21604, "A 'To' phone number is required.");
  if (from === undefined) return badRequest(21603, "A 'From' phone number is required.");
  if (body === '' && mediaUrls.length === 0) return badRequest(21602, 'Message body is required.');
  if (body.length > longestBody)
    return badRequest(21617, `The concatenated message body exceeds the ${longestBody} character limit`);
  if (mediaUrls.length > mostMedia) return badRequest(21623, `Number of media files exceeds ${mostMedia}`);
  const bad = badUrlIn(form, ['StatusCallback']);
  if (bad !== undefined) return badRequest(21609, `'${bad}' is not a valid URL`);
  const refusal = refusalOf('messageFrom', from) ?? refusalOf('messageTo', to);
  if (refusal !== undefined) return badRequest(refusal.code, refusal.message);
  if (!isE164(to)) return badRequest(21211, `The 'To' number ${to} is not a valid phone number.`);
  if (!isE164(from) && !isSenderId(from))
    return badRequest(21212, `The 'From' number ${from} is not a valid phone number.`);
  return undefined;
}

/** An alphanumeric sender id: eleven characters at most, a letter among them. */
const isSenderId = (from: string): boolean => /^(?=.*[A-Za-z])[A-Za-z0-9 +&_-]{1,11}$/.test(from);

/** GET Messages.json. */
export function listMessages(network: Network, request: RestRequest): RestAnswer {
  const { query } = request;
  const matches = (message: Message) =>
    (query.get('To') ?? message.to) === message.to &&
    (query.get('From') ?? message.from) === message.from &&
    isInRange(query, 'DateSent', message.sentAt ?? message.createdAt);
  const messages = [...network.messages.values()].filter(matches).reverse();
  return page(request, 'messages', messages, (message) => representMessage(network, message));
}

/** GET Messages/{Sid}.json. */
export function fetchMessage(network: Network, { path, named }: RestRequest): RestAnswer {
  const message = network.messages.get(named['MessageSid'] ?? '');
  return message === undefined ? notFound(path) : found(representMessage(network, message));
}

/** POST Messages/{Sid}.json: an empty body redacts it; Status=canceled takes it back while it is queued. */
export function updateMessage(network: Network, { path, named, form }: RestRequest): RestAnswer {
  const message = network.messages.get(named['MessageSid'] ?? '');
  if (message === undefined) return notFound(path);
  if (textIn(form, 'Status') === 'canceled') {
    if (message.status !== 'queued') return badRequest(30409, 'Message is not in a cancelable state');
    message.status = 'canceled';
  } else if (form.get('Body') === '') message.body = '';
  else return badRequest(20001, "Only an empty 'Body' or 'Status=canceled' can be set");
  message.updatedAt = network.clock.now();
  return found(representMessage(network, message));
}

/** DELETE Messages/{Sid}.json. */
export const deleteMessage = (network: Network, { path, named }: RestRequest): RestAnswer =>
  network.messages.delete(named['MessageSid'] ?? '') ? deleted : notFound(path);
