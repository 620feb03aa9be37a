import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AddressNotPublic, type Resolve } from '../../../lib/program/public-address.ts';
import { sendRequest } from '../../../lib/program/send-request.ts';
import type { Credentials } from '../gateway.ts';
import { type Platform, startPlatform } from '../platform.ts';

/** The one address beside the public ones that the operator has opened; all others are judged as in a deployment. */
const open = '127.0.0.2';
let platform: Platform;
let tenant: Credentials;
let port: number;
let tenants: Server;
let inner: Server;
let innerReached = 0;
let answer: RequestListener = (_request, response) => response.end();

const listening = async (server: Server, on: number, host: string) => {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(on, host, resolve));
  return (server.address() as AddressInfo).port;
};
beforeAll(async () => {
  tenants = createServer((request, response) => {
    response.setHeader('connection', 'close'); // each request looks its name up
    answer(request, response);
  });
  port = await listening(tenants, 0, open);
  inner = createServer((_request, response) => {
    innerReached += 1;
    response.end('secret');
  });
  await listening(inner, port, '127.0.0.1');
  platform = await startPlatform({ PRIVATE_NETWORKS: `${open}/32, 169.254.0.0/16` });
  tenant = await platform.enrol();
});
afterAll(async () => {
  await platform.close();
  for (const server of [tenants, inner]) {
    server.closeAllConnections();
    server.close();
  }
});

async function askProgram(url: string) {
  const { askProgram: ask } = await import('../../../lib/program/ask-program.ts');
  const { loadAccount } = await import('../../../lib/access/account-access.ts');
  const account = await loadAccount(tenant.sid);
  if (account === undefined) throw new Error('no account');
  const about = { resourceSid: tenant.sid, kind: 'application-logic' } as const;
  return ask({ account, url, method: 'POST', parameters: {}, idempotencyToken: 'token', about });
}

async function fetchMedia(url: string) {
  const { fetchMediaFile } = await import('../../../functions/sms/fetch-media-file.ts');
  const message = { accountSid: tenant.sid, sid: `SM${'0'.repeat(32)}`, direction: 'inbound', reference: undefined };
  return fetchMediaFile(url, undefined, message as Parameters<typeof fetchMediaFile>[2]);
}

/** URLs of what is not public, in every notation that a URL or a resolver of names understands. */
const urls = [
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0x7F.0.0.0x1',
    '017700000001',
    '0177.0.0.1',
  ],
  ...[
    '0',
    '0.0.0.0',
    '127.0.0.1.',
    '127.255.255.254',
    '①②⑦.⓪.⓪.①',
    '127。0。0。1',
    '%31%32%37.0.0.1',
    'user@127.0.0.1',
  ],
  ...['[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::7f00:1]', '[::127.0.0.1]'],
  ...['[64:ff9b::7f00:1]', '[64:ff9b:1::7f00:1]', '[2002:7f00:1::]', '[2001:0:7f00:1::]', '[::ffff:0:127.0.0.1]'],
  ...['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.254', '192.168.0.1', '3232235521', '0xc0a80001'],
  ...['100.64.0.1', '100.100.100.200', '169.254.169.254', '2852039166', '0xa9fea9fe', '0251.0376.0251.0376'],
  ...['[::ffff:169.254.169.254]', '[::ffff:a9fe:a9fe]', '[fd00:ec2::254]', '[fe80::1]', '[fc00::1]', '[fec0::1]'],
  ...['192.0.0.192', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '240.0.0.1'],
  ...['255.255.255.255', '[ff02::1]', '[2001:db8::1]', '[100::1]', '[3fff::1]', 'localhost', 'LOCALHOST'],
];

const bare = { method: 'GET', headers: {}, body: undefined, answerBytesMax: 100, timeoutMilliseconds: 20_000 } as const;

// Guarantee: deployed, nothing of ours ever connects to an address that is not public, however it is written.
test.each(urls)('%s is not reached', async (host) => {
  const before = innerReached;
  const url = new URL(`http://${host}:${port}/`);
  const request = async () => sendRequest({ ...bare, url, privateAddresses: [] });
  await expect(request()).rejects.toBeInstanceOf(AddressNotPublic);
  expect(innerReached).toBe(before);
});

/** What a hostile server of names may answer: every address of one name. */
const dnsAnswers = [
  ...[['127.0.0.1'], ['::1'], ['169.254.169.254'], ['fd00:ec2::254'], ['10.0.0.1'], ['0.0.0.0'], ['::ffff:127.0.0.1']],
  ...[[open, '127.0.0.1'], ['127.0.0.1', open], ['8.8.8.8', '10.0.0.1'], [open, '::1'], ['64:ff9b::a00:1'], []],
];
const resolves = (...answers: readonly string[][]): { resolve: Resolve; asked: () => number } => {
  let asked = 0;
  const resolve: Resolve = (_host, _options, answered) => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    answered(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { resolve, asked: () => asked };
};
const named = (resolve: Resolve) => async () =>
  sendRequest({ ...bare, url: new URL(`http://hostile.example:${port}/`), privateAddresses: [`${open}/32`], resolve });

// Guarantee: a name is worth no more than its worst address.
test.each(dnsAnswers.map((addresses) => [addresses]))('a name that stands for %j is not reached', async (addresses) => {
  const before = innerReached;
  await expect(named(resolves(addresses).resolve)()).rejects.toBeInstanceOf(AddressNotPublic);
  expect(innerReached).toBe(before);
});

// Guarantee: a name that changes its address is judged by the very answer that is connected to, each time anew.
test('rebinding', async () => {
  const before = innerReached;
  answer = (_request, response) => response.end('open');
  const name = resolves([open], ['127.0.0.1'], [open]);
  const request = named(name.resolve);
  expect(await request()).toMatchObject({ status: 200, body: 'open' });
  expect(name.asked()).toBe(1);
  await expect(request()).rejects.toBeInstanceOf(AddressNotPublic);
  expect(await request()).toMatchObject({ status: 200, body: 'open' });
  expect(name.asked()).toBe(3);
  expect(innerReached).toBe(before);
});

const redirects = [301, 302, 303, 307, 308].flatMap((status, index) =>
  ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433', '169.254.169.254', '10.0.0.1', '[fd00:ec2::254]']
    .filter((_, target) => (target + index) % 2 === 0)
    .map((host) => [status, host] as const),
);

// Guarantee: each hop of a redirect is judged as the first: a tenant's server leads nobody inside, to no metadata either, not
// even where the operator's own networks would have them.
test.each(redirects)('%d to %s is not followed', async (status, host) => {
  const before = innerReached;
  const seen: string[] = [];
  answer = (request, response) => {
    seen.push(request.url ?? '');
    const isFirst = request.url?.startsWith('/first') === true;
    response.writeHead(status, { location: isFirst ? '/second' : `http://${host}:${port}/inside` }).end();
  };
  const first = `http://${open}:${port}/first`;
  expect(await askProgram(first)).toMatchObject({ kind: 'refusal', code: 11220 });
  expect(await fetchMedia(first)).toMatchObject({ kind: 'refusal', code: 11220 });
  expect(seen).toEqual(['/first', '/second', '/first', '/second']);
  expect(innerReached).toBe(before);
});

// Guarantee: the hostile ones above are many, and what refused them is not that nothing can be reached.
test('how many were tried', async () => {
  answer = (request, response) => {
    if (request.url?.startsWith('/first')) response.writeHead(307, { location: '/second' }).end();
    else response.writeHead(200, { 'content-type': 'text/xml' }).end('<Response/>');
  };
  expect(await askProgram(`http://${open}:${port}/first`)).toMatchObject({ kind: 'answered', body: '<Response/>' });
  console.info(
    `${urls.length} hostile URLs, ${dnsAnswers.length} answers about names, ${redirects.length} redirects: ${innerReached} reached`,
  );
  expect(urls.length + dnsAnswers.length).toBeGreaterThan(60);
  expect(innerReached).toBe(0);
});
