import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import twilio from 'twilio';

/** A request that the platform made, as the tenant's program reads it. */
export type Asked = {
  readonly path: string;
  readonly method: string;
  readonly parameters: Readonly<Record<string, string>>;
};

/** What the program answers: TwiML, or a status, or a body of another type. */
export type Reply = string | { readonly status?: number; readonly type?: string; readonly body?: string | Buffer };
type Answer = Reply | ((asked: Asked) => Reply);

/**
 * A tenant's program: a web server that answers TwiML, as one would write it with the Twilio SDK. It refuses (403) and
 * remembers whatever the SDK's own `validateRequest` finds not to be signed with the account's token.
 */
export class Program {
  /** Everything that was asked with a right signature, in order. */
  readonly asked: Asked[] = [];
  /** What was not. */
  readonly forged: Asked[] = [];
  readonly #authToken: string;
  readonly #answers = new Map<string, Answer>();
  readonly #server = createServer((request, response) => void this.#take(request, response));

  constructor(authToken: string) {
    this.#authToken = authToken;
  }

  async start(): Promise<this> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    return this;
  }

  /** Says what a path answers from now on; any other path answers an empty document. */
  answers(path: string, answer: Answer): this {
    this.#answers.set(path, answer);
    return this;
  }

  readonly url = (path: string): string => `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`;

  /** The parameters of every request to a path, in order. */
  readonly askedAt = (path: string): Asked['parameters'][] =>
    this.asked.filter((asked) => asked.path === path).map(({ parameters }) => parameters);

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = this.url(request.url ?? '/');
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    const { pathname, searchParams } = new URL(url);
    const asked = {
      path: pathname,
      method: request.method ?? '',
      parameters: { ...Object.fromEntries(searchParams), ...form },
    };
    const signature = String(request.headers['x-twilio-signature']);
    const fetched = /\.(wav|png)$/.test(pathname); // media are fetched without a signature
    if (!fetched && !twilio.validateRequest(this.#authToken, signature, url, form)) {
      this.forged.push(asked);
      response.writeHead(403).end();
      return;
    }
    this.asked.push(asked);
    const answer = this.#answers.get(pathname) ?? '<Response/>';
    const reply = typeof answer === 'function' ? answer(asked) : answer;
    const { status = 200, type = 'text/xml', body = '' } = typeof reply === 'string' ? { body: reply } : reply;
    response.writeHead(status, { 'content-type': type }).end(body);
  }
}

/** A WAV file of silence: 8 kHz, 16 bits, one channel. */
export function silence(seconds: number): Buffer {
  const bytes = seconds * 16_000;
  const file = Buffer.alloc(44 + bytes);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + bytes, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(8_000, 24);
  file.writeUInt32LE(16_000, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(bytes, 40);
  return file;
}
