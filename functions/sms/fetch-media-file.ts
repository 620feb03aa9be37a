import { environment } from '../../lib/environment/environment.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { noteExchange } from '../../lib/exchange/keep-exchange.ts';
import { connectionRefusal } from '../../lib/program/ask-program.ts';
import { type IncomingAnswer, sendRequest } from '../../lib/program/send-request.ts';
import type { Message } from './message.ts';

/** Twilio's limit on a message's media. */
const bytesMax = 5 * 1024 * 1024;
const redirectsMax = 5;
const timeoutMilliseconds = 12_000;

/** The message whose medium it is. */
type Concerned = Pick<Message, 'accountSid' | 'sid' | 'direction' | 'reference'>;

/** A file of a message, as its server gave it. */
export interface MediaFile {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/**
 * Fetches a medium by the rules of lib/program: never from a private address, also not by way of a redirect. The
 * `authorization` goes to the first server only. Refusals: 11200 (status), 11205 (connection, time, size), 11210 (name),
 * 11215 (redirects), 11220 (address not public).
 */
export async function fetchMediaFile(
  first: string,
  authorization: string | undefined,
  message: Concerned,
): Promise<MediaFile | Refusal> {
  const deadline = performance.now() + timeoutMilliseconds;
  let url = URL.parse(first);
  for (let redirects = 0; redirects <= redirectsMax; redirects += 1) {
    if (url === null || !/^https?:$/.test(url.protocol)) return refuse(11210, first);
    const sameServer = url.origin === URL.parse(first)?.origin;
    const shown = sameServer ? authorization : undefined;
    const answer = await attempt(url, shown, deadline - performance.now(), message);
    if (isRefusal(answer)) return answer;
    const { status, location, contentType, bytes } = answer;
    if (status >= 200 && status < 300) return { contentType: typeOf(contentType), bytes };
    if (status < 300 || status >= 400 || location === undefined) return refuse(11200, `${url.href} answered ${status}`);
    url = URL.parse(location, url.href);
  }
  return refuse(11215, first);
}

async function attempt(
  url: URL,
  authorization: string | undefined,
  milliseconds: number,
  message: Concerned,
): Promise<IncomingAnswer | Refusal> {
  const headers = { 'user-agent': 'TwilioProxy/1.1', accept: '*/*' };
  const began = performance.now();
  try {
    const answer = await sendRequest({
      method: 'GET',
      url,
      headers: { ...headers, ...(authorization && { authorization }) },
      body: undefined,
      timeoutMilliseconds: Math.max(1, Math.ceil(milliseconds)),
      answerBytesMax: bytesMax,
      privateAddresses: environment().privateAddresses,
    });
    note(message, { url, headers, began, answer });
    return answer;
  } catch (error) {
    const refusal = connectionRefusal(error, url.href);
    note(message, { url, headers, began, refusal });
    return refusal;
  }
}

type Fetched = {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly began: number;
  readonly answer?: IncomingAnswer;
  readonly refusal?: Refusal;
};

/** For the inspector: what was fetched, never the file itself. */
function note({ accountSid, sid, direction, reference }: Concerned, { url, headers, began, answer, refusal }: Fetched) {
  const { status = 0, contentType = '', location, bytes } = answer ?? {};
  const failure = refusal ?? (status >= 400 ? refuse(11200, `${url.href} answered ${status}`) : undefined);
  noteExchange({
    concern: { accountSid, resourceSid: sid },
    ...({ kind: 'media', direction: 'outbound', method: 'GET' } as const),
    counterpart: direction === 'inbound' && reference !== undefined ? reference.carrier : 'program',
    ...{ url: url.href, began, ended: performance.now(), failure },
    request: { headers, body: '' },
    response: answer && {
      status,
      headers: { 'content-type': contentType, location },
      body: `(${bytes?.length ?? 0} bytes)`,
    },
    secrets: reference === undefined ? [] : [reference.account],
  });
}

/** The type without its parameters; what is none is a file of any kind. */
function typeOf(contentType: string): string {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return /^[a-z0-9.+-]{1,64}\/[a-z0-9.+-]{1,64}$/.test(type) ? type : 'application/octet-stream';
}
