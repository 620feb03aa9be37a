import { once } from 'node:events';
import { WebSocket } from 'ws';

/** Twilio's number for what went wrong with a connection, and what it was. */
export type StreamFault = { readonly code: number; readonly message: string };

/** In real time: for the handshake, for an answer to a ping, and for the end of a closed connection. */
const limits = { handshake: 15_000, pong: 10_000, close: 5_000 } as const;

const causes: Readonly<Record<string, StreamFault>> = {
  ECONNREFUSED: { code: 31902, message: 'Stream - WebSocket - Connection Refused' },
  ENOTFOUND: { code: 31901, message: 'Stream - WebSocket - Connection Timeout' },
  EPROTO: { code: 31910, message: 'Stream - WebSocket - SSL Protocol Error' },
};
const handshakeError: StreamFault = { code: 31920, message: 'Stream - WebSocket - Handshake Error' };
const timeout: StreamFault = { code: 31901, message: 'Stream - WebSocket - Connection Timeout' };
/** The server ended a stream that was not its to end. */
export const closeError: StreamFault = { code: 31921, message: 'Stream - WebSocket - Close Error' };
export const brokenPipe: StreamFault = { code: 31903, message: 'Stream - WebSocket - Connection Broken Pipe' };

/** RFC 6455, section 7.4.1: the connection was cut without a word. */
const abnormalClosure = 1_006;

/** A connection to a program's WebSocket server. */
export class StreamConnection {
  readonly #socket: WebSocket;
  /** Nothing, once it stands; what went wrong, where it does not come about. Never rejects. */
  readonly opened: Promise<StreamFault | undefined>;

  constructor(
    url: string,
    signature: string,
    heard: { message: (text: string) => void; closed: (cut: boolean) => void },
  ) {
    this.#socket = new WebSocket(url, {
      headers: { 'x-twilio-signature': signature, 'user-agent': 'Twilio.TmeWs/1.0' },
      handshakeTimeout: limits.handshake,
    });
    this.opened = new Promise((resolve) => {
      this.#socket.once('open', () => resolve(undefined));
      // Every later error is followed by a close, which is what is told.
      this.#socket.on('error', (error) => resolve(faultOf(error)));
    });
    this.#socket.on('message', (message) => heard.message(message.toString()));
    this.#socket.on('close', (code) => heard.closed(code === abnormalClosure));
  }

  send(message: object): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** Resolves when the server has taken all that was sent, and what it answered at once has come: a pong comes after that. */
  async settled(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    await new Promise<void>((resume) => {
      const done = () => {
        clearTimeout(limit);
        this.#socket.off('pong', done).off('close', done);
        resume();
      };
      const limit = setTimeout(done, limits.pong);
      this.#socket.once('pong', done).once('close', done);
      if (this.#socket.readyState === WebSocket.OPEN) this.#socket.ping();
    });
  }

  /** Closes it, by a handshake where the server takes part in one. */
  async close(): Promise<void> {
    const { readyState } = this.#socket;
    if (readyState === WebSocket.CLOSED) return;
    if (readyState === WebSocket.CONNECTING) return this.#socket.terminate();
    const closed = once(this.#socket, 'close');
    const cut = setTimeout(() => this.#socket.terminate(), limits.close);
    this.#socket.close(1_000);
    await closed;
    clearTimeout(cut);
  }

  /** Cuts it off at once. */
  terminate(): void {
    this.#socket.terminate();
  }
}

function faultOf(error: Error): StreamFault {
  const code = 'code' in error ? String(error.code) : '';
  const cause = Object.hasOwn(causes, code) ? causes[code] : undefined;
  if (cause !== undefined) return cause;
  if (/timed out/.test(error.message)) return timeout;
  return /^(CERT|ERR_TLS|ERR_SSL|DEPTH|SELF|UNABLE)/.test(code) ? (causes['EPROTO'] ?? handshakeError) : handshakeError;
}
