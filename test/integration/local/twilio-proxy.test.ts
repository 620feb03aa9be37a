import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LocalProxy, startProxy } from '../../../lib/local/twilio/proxy.ts';

const seen: string[] = [];
const platform = createServer(async (asked, response) => {
  const { host, connection: _, ...headers } = asked.headers;
  seen.push(`${asked.method} ${asked.url} ${await text(asked)} ${headers['x-own']} ${Object.keys(headers).sort()}`);
  response.writeHead(429, { 'retry-after': '3', 'content-type': 'application/json' }).end(`{"host":"${host}"}`);
});
const refused: string[] = [];
let proxy: LocalProxy;
let dead: LocalProxy;

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  const gone = createServer();
  const goneUrl = await listening(gone);
  gone.close();
  await once(gone, 'close');
  const options = { authority: { certificate: '', key: '' }, report: (line: string) => void refused.push(line) };
  proxy = await startProxy({ ...options, platformUrl: await listening(platform) });
  dead = await startProxy({ ...options, platformUrl: goneUrl });
});
afterAll(async () => {
  await Promise.all([proxy.close(), dead.close()]);
  platform.closeAllConnections();
  platform.close();
});

/** Asks a proxy for a whole URL, as clients do that open no tunnel. */
async function ask(of: LocalProxy, url: string, body = '') {
  const asked = request(of.url, {
    method: body === '' ? 'GET' : 'POST',
    path: url,
    headers: { 'x-own': 'kept', 'proxy-connection': 'keep-alive', 'content-length': Buffer.byteLength(body) },
  });
  asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(await text(answer)) };
}

// Guarantee: what is meant for Twilio's API reaches the platform as it was, and its answer comes back as it was.
test('a request and its answer', async () => {
  const answer = await ask(
    proxy,
    'https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json?PageSize=1&To=%2B1',
    'Body=a+b',
  );
  expect(seen).toEqual([
    'POST /2010-04-01/Accounts/AC1/Messages.json?PageSize=1&To=%2B1 Body=a+b kept content-length,x-own',
  ]);
  expect([answer.status, answer.headers['retry-after']]).toEqual([429, '3']);
  expect(answer.body.host).toMatch(/^127\.0\.0\.1:/);
});

// Guarantee: a platform that has ended is told as such, in the form of Twilio's errors.
test('no platform', async () => {
  const { status, body } = await ask(dead, 'https://api.twilio.com/2010-04-01/Accounts.json');
  expect([status, body.code, body.status]).toEqual([503, 20503, 503]);
  expect(body.message).toMatch(/does not answer \(connect ECONNREFUSED .*\)\. Does npm start still run\?$/);
});

// Guarantee: no other host is reached, and each attempt is told.
test.each([
  ['http://example.com/', 403, 20403],
  ['https://verify.twilio.com/v2/Services', 404, 20404],
  ['https://api.twilio.com.example.com/', 403, 20403],
  ['https://api.a.b.c.twilio.com/', 404, 20404],
])('%s', async (url, status, code) => {
  const before = seen.length;
  const answer = await ask(proxy, url);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(refused.at(-1)).toContain(new URL(url).hostname);
  expect(seen.length).toBe(before);
});
