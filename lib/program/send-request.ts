import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { assertPublicHost, publicLookup } from './public-address.ts';

const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) };

/** A request to somebody else's server. */
export type OutgoingRequest = {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly timeoutMilliseconds: number;
  readonly answerBytesMax: number;
  /** Only on one machine. */
  readonly allowPrivateAddresses: boolean;
};

export type IncomingAnswer = {
  readonly status: number;
  readonly contentType: string;
  readonly location: string | undefined;
  readonly bytes: Uint8Array;
  /** The same, read as UTF-8. */
  readonly body: string;
};

/** The server took longer than the request may last. */
export class TimedOut extends Error {
  constructor(milliseconds: number) {
    super(`No answer within ${milliseconds} ms`);
    this.name = 'TimedOut';
  }
}

/** The server answered more than we read. */
export class AnswerTooLarge extends Error {
  constructor(bytes: number) {
    super(`The answer is larger than ${bytes} bytes`);
    this.name = 'AnswerTooLarge';
  }
}

/**
 * Sends one request and reads its answer; follows no redirect. Throws AddressNotPublic, TimedOut (over the whole
 * exchange), AnswerTooLarge, or the connection's own error.
 */
export function sendRequest(outgoing: OutgoingRequest): Promise<IncomingAnswer> {
  return new Promise((resolve, reject) => {
    const { url, allowPrivateAddresses } = outgoing;
    if (!allowPrivateAddresses) assertPublicHost(url.hostname);
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(url, {
      method: outgoing.method,
      headers: { ...outgoing.headers, ...lengthOf(outgoing.body) },
      agent: url.protocol === 'https:' ? agents['https:'] : agents['http:'],
      ...(allowPrivateAddresses ? {} : { lookup: publicLookup }),
      signal: AbortSignal.timeout(outgoing.timeoutMilliseconds),
    });
    const fail = (error: Error) =>
      reject(
        error.name === 'TimeoutError' || error.name === 'AbortError'
          ? new TimedOut(outgoing.timeoutMilliseconds)
          : error,
      );
    request.on('error', fail);
    request.on('response', (response) => {
      read(response, outgoing.answerBytesMax).then(resolve, (error: Error) => {
        request.destroy();
        fail(error);
      });
    });
    request.end(outgoing.body);
  });
}

const lengthOf = (body: string | undefined): Record<string, string> =>
  body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };

async function read(response: IncomingMessage, bytesMax: number): Promise<IncomingAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new AnswerTooLarge(bytesMax);
    chunks.push(chunk);
  }
  const whole = Buffer.concat(chunks);
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'] ?? '',
    location: response.headers.location,
    bytes: whole,
    body: whole.toString('utf8'),
  };
}
