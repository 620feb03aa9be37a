import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { assertOpenHost, openLookup, type PrivateAddresses, type Resolve } from './public-address.ts';

const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) };

/** A request to somebody else's server. */
export type OutgoingRequest = {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** For the whole exchange. */
  readonly timeoutMilliseconds: number;
  /** For the connection, TLS included; and for silence once it stands. Only the whole is limited where absent. */
  readonly connectMilliseconds?: number;
  readonly readMilliseconds?: number;
  /** False leaves the server's name out of the TLS handshake. */
  readonly serverName?: boolean;
  /** Told once the connection stands. */
  readonly connected?: () => void;
  readonly answerBytesMax: number;
  readonly privateAddresses: PrivateAddresses;
  /** The machine's own way where absent. */
  readonly resolve?: Resolve;
};

export type IncomingAnswer = {
  readonly status: number;
  readonly contentType: string;
  readonly location: string | undefined;
  readonly bytes: Uint8Array;
  /** The same, read as UTF-8. */
  readonly body: string;
};

/** The server took longer than the request may last, to be reached or to answer. */
export class TimedOut extends Error {
  constructor(milliseconds: number, what: 'connection' | 'answer' = 'answer') {
    super(`No ${what} within ${milliseconds} ms`);
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
    const { url, privateAddresses, timeoutMilliseconds, readMilliseconds } = outgoing;
    if (privateAddresses !== 'all') assertOpenHost(url.hostname, privateAddresses);
    const isSecure = url.protocol === 'https:';
    const request = (isSecure ? httpsRequest : httpRequest)(url, {
      method: outgoing.method,
      headers: { ...outgoing.headers, ...lengthOf(outgoing.body) },
      agent: isSecure ? agents['https:'] : agents['http:'],
      ...(privateAddresses === 'all' ? {} : { lookup: openLookup(privateAddresses, outgoing.resolve) }),
      ...(isSecure && outgoing.serverName === false ? { servername: '' } : {}),
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    const fail = (error: Error) => reject(asTimedOut(error, timeoutMilliseconds));
    const stopConnecting = limitConnecting(request, outgoing);
    request.on('socket', (socket) => {
      const ready = () => {
        stopConnecting();
        outgoing.connected?.();
        if (readMilliseconds !== undefined)
          request.setTimeout(readMilliseconds, () => request.destroy(new TimedOut(readMilliseconds)));
      };
      if (request.reusedSocket) ready();
      else socket.once(isSecure ? 'secureConnect' : 'connect', ready);
    });
    request.on('close', stopConnecting);
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

/** Ends a request that is not connected in time; what it answers stops the watch. */
function limitConnecting(request: ClientRequest, { connectMilliseconds }: OutgoingRequest): () => void {
  if (connectMilliseconds === undefined) return () => undefined;
  const timer = setTimeout(() => request.destroy(new TimedOut(connectMilliseconds, 'connection')), connectMilliseconds);
  return () => clearTimeout(timer);
}

const asTimedOut = (error: Error, milliseconds: number): Error =>
  error.name === 'TimeoutError' || error.name === 'AbortError' ? new TimedOut(milliseconds) : error;

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
