import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import twilio from 'twilio';
import { type WebSocket, WebSocketServer } from 'ws';

/** A message of a stream, as a program's server gets it. */
export type StreamMessage = {
  readonly event: 'connected' | 'start' | 'media' | 'dtmf' | 'mark' | 'stop';
  readonly streamSid: string;
  readonly sequenceNumber?: string;
  readonly start?: Record<string, unknown> & { callSid: string; customParameters: Record<string, string> };
  readonly media?: {
    readonly track: string;
    readonly chunk: string;
    readonly timestamp: string;
    readonly payload: string;
  };
  readonly dtmf?: { readonly track: string; readonly digit: string };
  readonly mark?: { readonly name: string };
  readonly stop?: Record<string, string>;
};

/** A connection to the server: what came, and what it may say. */
export type StreamPeer = {
  readonly path: string;
  readonly isSigned: boolean;
  readonly messages: StreamMessage[];
  readonly send: (message: object | string) => void;
  readonly close: () => void;
  /** Whether the connection is over. */
  isClosed: boolean;
};

/** Frames of 20 ms that are not silent, of a track. */
export const soundsOf = ({ messages }: StreamPeer, track: string): Buffer[] =>
  messages
    .filter(({ media }) => media?.track === track)
    .map(({ media }) => Buffer.from(media?.payload ?? '', 'base64'))
    .filter((frame) => frame.some((byte) => byte !== 0xff));

/** A program's WebSocket server, on this machine; `answer` says what it does with each message. */
export async function startStreamServer(authToken = '') {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const peers: StreamPeer[] = [];
  const stage = { answer: (_message: StreamMessage, _peer: StreamPeer): void => undefined };
  server.on('connection', (socket: WebSocket, request) => {
    const path = request.url ?? '';
    const peer: StreamPeer = {
      path,
      isSigned: twilio.validateRequest(authToken, String(request.headers['x-twilio-signature']), `${url}${path}`, {}),
      messages: [],
      send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
      close: () => socket.close(1_000),
      isClosed: false,
    };
    peers.push(peer);
    socket.on('message', (data) => {
      const message: StreamMessage = JSON.parse(data.toString());
      peer.messages.push(message);
      stage.answer(message, peer);
    });
    socket.on('close', () => {
      peer.isClosed = true;
    });
  });
  const close = async () => {
    for (const socket of server.clients) socket.terminate();
    server.close();
    await once(server, 'close');
  };
  return {
    url,
    /** Every connection, the first first. */
    peers,
    /** What each later message is answered with. */
    answers(answer: (message: StreamMessage, peer: StreamPeer) => void) {
      stage.answer = answer;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
