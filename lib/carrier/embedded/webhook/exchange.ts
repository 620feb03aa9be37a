import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export type HttpAsk = {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly connectMilliseconds: number;
  readonly readMilliseconds: number;
};

export type HttpAnswer = {
  readonly status: number;
  readonly contentType: string;
  readonly location: string | undefined;
  readonly body: Buffer;
};

/** Why there was no answer: `ct` could not connect, `rt` no answer in time or cut off. */
export class Unanswered extends Error {
  readonly kind: 'ct' | 'rt';
  readonly wasKept: boolean;
  constructor(kind: 'ct' | 'rt', message: string, wasKept = false) {
    super(message);
    this.kind = kind;
    this.wasKept = wasKept;
  }
}

/** More of an answer than this is not read; TwiML has at most 64 KB, a WAV of ten minutes 10 MB. */
const mostBytes = 16_777_216;

/** Connections to programs, kept open between webhooks. */
export class Connections {
  readonly #http = new HttpAgent({ keepAlive: true });
  readonly #https = new HttpsAgent({ keepAlive: true });

  /** One request and its answer. Throws Unanswered when there is none within the limits, in real time. */
  async exchange(ask: HttpAsk): Promise<HttpAnswer> {
    try {
      return await this.#once(ask);
    } catch (error) {
      // The other end had closed a kept connection before this request reached it: a fresh one is no second request.
      if (error instanceof Unanswered && error.wasKept) return this.#once(ask);
      throw error;
    }
  }

  #once(ask: HttpAsk): Promise<HttpAnswer> {
    const url = new URL(ask.url);
    const secure = url.protocol === 'https:';
    return new Promise((answer, fail) => {
      const request = (secure ? httpsRequest : httpRequest)(url, {
        method: ask.method,
        agent: secure ? this.#https : this.#http,
        headers: {
          ...ask.headers,
          ...(ask.body === undefined ? {} : { 'content-length': Buffer.byteLength(ask.body) }),
        },
      });
      let connected = false;
      const giveUp = (kind: 'ct' | 'rt', message: string) => request.destroy(new Unanswered(kind, message));
      const reading = setTimeout(
        () => giveUp('rt', `No answer within ${ask.readMilliseconds} ms`),
        ask.readMilliseconds,
      );
      const connecting = setTimeout(() => {
        if (!connected) giveUp('ct', `No connection within ${ask.connectMilliseconds} ms`);
      }, ask.connectMilliseconds);
      const stop = () => {
        clearTimeout(reading);
        clearTimeout(connecting);
      };
      const whenConnected = () => {
        connected = true;
      };
      request.on('socket', (socket) => (socket.connecting ? socket.once('connect', whenConnected) : whenConnected()));
      request.on('error', (error) => {
        stop();
        const wasKept = request.reusedSocket && 'code' in error && error.code === 'ECONNRESET';
        fail(error instanceof Unanswered ? error : new Unanswered(connected ? 'rt' : 'ct', error.message, wasKept));
      });
      request.on('response', (response) => {
        read(response)
          .then(answer, (error: Error) => giveUp('rt', error.message))
          .finally(stop);
      });
      request.end(ask.body);
    });
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}

async function read(response: IncomingMessage): Promise<HttpAnswer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response) {
    bytes += part.length;
    if (bytes > mostBytes) throw new Error(`The answer has more than ${mostBytes} bytes`);
    parts.push(part);
  }
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'] ?? '',
    location: response.headers.location,
    body: Buffer.concat(parts),
  };
}
