import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import twilio from 'twilio';
import { VirtualClock } from '../../../lib/carrier/embedded/clock/virtual-clock.ts';
import {
  type EmbeddedCarrier,
  type EmbeddedCarrierOptions,
  startEmbeddedCarrier,
} from '../../../lib/carrier/embedded/start.ts';

export const account = { accountSid: `AC${'0123456789abcdef'.repeat(2)}`, authToken: 'an-upstream-token' };
export const startsAt = Date.UTC(2026, 10, 2, 9, 0, 0);

/** A webhook that reached the program. */
export type Received = {
  readonly path: string;
  readonly at: number;
  readonly isSigned: boolean;
  readonly token: string;
  readonly parameters: Readonly<Record<string, string>>;
};

/** A JSON answer whose shape the test itself asserts. */
type Json = ReturnType<typeof JSON.parse>;

type Answer = string | { status: number; body?: string | Buffer; contentType?: string };
export type Program = Readonly<Record<string, Answer | ((received: Received) => Answer | Promise<Answer>)>>;

/** A carrier under a virtual clock, and a program that answers its webhooks by path. */
export async function startStage(program: Program, options: Partial<EmbeddedCarrierOptions> = {}) {
  const clock = options.clock ?? new VirtualClock({ startsAt });
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const form = Object.fromEntries(new URLSearchParams(Buffer.concat(parts).toString()));
    const full = `${programUrl()}${request.url}`;
    const webhook: Received = {
      path: url.pathname,
      at: clock.now() - startsAt,
      isSigned: twilio.validateRequest(account.authToken, String(request.headers['x-twilio-signature']), full, form),
      token: String(request.headers['i-twilio-idempotency-token']),
      parameters: { ...Object.fromEntries(url.searchParams), ...form },
    };
    received.push(webhook);
    const chosen = program[url.pathname] ?? '';
    const answer = typeof chosen === 'function' ? await chosen(webhook) : chosen;
    const {
      status,
      body = '',
      contentType = 'text/xml',
    } = typeof answer === 'string' ? { status: 200, body: answer } : answer;
    response.writeHead(status, { 'content-type': contentType }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const programUrl = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const closeServer = async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  const carrier = await startEmbeddedCarrier({ port: 0, seed: 'stage', ...account, ...options, clock }).catch(
    async (error) => {
      await closeServer();
      throw error;
    },
  );
  const close = async () => {
    await carrier.close();
    await closeServer();
  };
  return {
    carrier,
    clock,
    received,
    programUrl: programUrl(),
    rest: restOf(carrier),
    control: controlOf(carrier),
    /** The paths that were asked, in order. */
    paths: () => received.map(({ path }) => path),
    buy: (phoneNumber: string, urls: Record<string, string> = {}) =>
      restOf(carrier)('POST', 'IncomingPhoneNumbers.json', { PhoneNumber: phoneNumber, ...urls }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

const restOf =
  ({ url }: EmbeddedCarrier) =>
  async (method: string, path: string, form: Record<string, string> | [string, string][] = {}) => {
    const response = await fetch(`${url}/2010-04-01/Accounts/${account.accountSid}/${path}`, {
      method,
      headers: { authorization: `Basic ${btoa(`${account.accountSid}:${account.authToken}`)}` },
      ...(method === 'POST' ? { body: new URLSearchParams(form) } : {}),
    });
    const text = await response.text();
    const body: Json = text === '' ? undefined : JSON.parse(text);
    return { status: response.status, body };
  };

const controlOf =
  ({ controlUrl }: EmbeddedCarrier) =>
  async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${controlUrl}/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answered: Json = JSON.parse(await response.text());
    return { status: response.status, body: answered };
  };
