import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import twilio from 'twilio';
import { AnswerTooLarge, sendRequest, TimedOut } from '../../../lib/program/send-request.ts';
import type { Credentials } from '../gateway.ts';
import { type Platform, startPlatform } from '../platform.ts';

let platform: Platform;
let tenant: Credentials;
let server: Server;
let answer: RequestListener = (_request, response) => response.end();
const url = (path = '/') => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  platform = await startPlatform({ ALLOW_PRIVATE_ADDRESSES: 'true' });
  tenant = await platform.enrol();
});
afterAll(async () => {
  await platform.close();
  server.closeAllConnections();
  server.close();
});

async function ask(to: string, method: 'GET' | 'POST' = 'POST') {
  const { askProgram } = await import('../../../lib/program/ask-program.ts');
  const { loadAccount } = await import('../../../lib/access/account-access.ts');
  const account = await loadAccount(tenant.sid);
  if (account === undefined) throw new Error('no account');
  return askProgram({
    account,
    url: to,
    method,
    parameters: { Body: 'ä & b', To: '+1555' },
    idempotencyToken: 'token',
    about: { resourceSid: tenant.sid, kind: 'application-logic' },
  });
}

// Guarantee: a program sees what Twilio would send it, signed so that the official SDK accepts it, also after a redirect.
test.each(['GET', 'POST'] as const)('%s is signed as Twilio signs it', async (method) => {
  const accepted: boolean[] = [];
  answer = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
      const signature = String(request.headers['x-twilio-signature']);
      accepted.push(twilio.validateRequest(tenant.authToken, signature, url(request.url), form));
      if (request.url?.startsWith('/first')) response.writeHead(307, { location: '/second?a=b' }).end();
      else response.writeHead(200, { 'content-type': 'text/xml' }).end('<Response/>');
    });
  };
  const answered = await ask(url('/first?x=1#rc=2'), method);
  expect(answered).toMatchObject({ kind: 'answered', body: '<Response/>', contentType: 'text/xml' });
  expect('url' in answered && new URL(answered.url).pathname).toBe('/second');
  expect(accepted).toEqual([true, true]);
});

// Guarantee: each way in which a program can fail has Twilio's own number.
test.each<[string, () => string, RequestListener, number]>([
  ['an error', () => url(), (_q, r) => r.writeHead(500).end('oops'), 11200],
  ['not found', () => url(), (_q, r) => r.writeHead(404).end(), 11200],
  ['a broken connection', () => url(), (q) => q.destroy(), 11205],
  ['nobody listening', () => 'http://127.0.0.1:1/', (_q, r) => r.end(), 11205],
  ['no such host', () => 'http://tenant.invalid/', (_q, r) => r.end(), 11210],
  ['redirects without end', () => url(), (_q, r) => r.writeHead(302, { location: '/' }).end(), 11215],
  ['an answer without end', () => url(), (_q, r) => r.end('x'.repeat(70_000)), 11205],
])('%s', async (_case, to, listener, code) => {
  answer = listener;
  expect(await ask(to())).toMatchObject({ kind: 'refusal', code });
});

const bare = { method: 'GET', headers: {}, body: undefined, answerBytesMax: 10 } as const;

// Guarantee: a program that hangs or floods costs no more than its limit.
test('a request ends at its time and at its size', async () => {
  const request = { ...bare, url: new URL(url()), privateAddresses: 'all' as const };
  answer = (_request, response) => response.write('x');
  await expect(sendRequest({ ...request, timeoutMilliseconds: 50 })).rejects.toBeInstanceOf(TimedOut);
  answer = (_request, response) => response.end('x'.repeat(11));
  await expect(sendRequest({ ...request, timeoutMilliseconds: 5_000 })).rejects.toBeInstanceOf(AnswerTooLarge);
});
