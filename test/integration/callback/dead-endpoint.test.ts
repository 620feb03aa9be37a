import { once } from 'node:events';
import { createServer as createHttpServer, type Server as HttpServer, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { type RunningQueues, startQueues } from '../../../lib/local/start-queues.ts';
import type { Credentials } from '../gateway.ts';
import { type Platform, startPlatform } from '../platform.ts';

const serviceMilliseconds = 100;
let platform: Platform;
let queues: RunningQueues;
let silent: Server;
let slow: HttpServer;
const sockets = new Set<Socket>();
let silentRequests = 0;
const waiting: ServerResponse[] = [];
let serving: NodeJS.Timeout;
let mostUnderWay = 0;
const heardAt: number[] = [];

beforeAll(async () => {
  queues = await startQueues();
  platform = await startPlatform({ QUEUE_PREFIX: queues.prefix, ALLOW_PRIVATE_ADDRESSES: 'true' });
  silent = createServer((socket) => {
    sockets.add(socket);
    socket
      .on('error', () => undefined)
      .once('data', () => {
        silentRequests += 1;
      });
  }).listen(0, '127.0.0.1');
  slow = createHttpServer((_request, response) => {
    waiting.push(response);
    mostUnderWay = Math.max(mostUnderWay, waiting.length);
  }).listen(0, '127.0.0.1');
  serving = setInterval(() => {
    for (const response of waiting.splice(0)) {
      heardAt.push(performance.now());
      response.writeHead(204).end();
    }
  }, serviceMilliseconds);
  await Promise.all([once(silent, 'listening'), once(slow, 'listening')]);
});
afterAll(async () => {
  clearInterval(serving);
  for (const socket of sockets) socket.destroy();
  silent.close();
  slow.close();
  slow.closeAllConnections();
  await platform.close();
  await queues.close();
});

const port = (server: Server | HttpServer) => (server.address() as AddressInfo).port;

function callbackOf(of: Credentials, index: number, url: string) {
  const sid = `CA${of.sid.slice(2, 20)}${String(index).padStart(14, '0')}`;
  const input = { url, method: 'POST', parameters: { CallSid: sid } };
  return { sid, sequence: '000000', accountSid: of.sid, action: 'callback.send', input };
}

/** Two readers of a queue, ten messages at a time, as Lambda's are. */
async function consume(messages: readonly object[]): Promise<void> {
  const { handler } = await import('../../../functions/callback/queue.ts');
  const left = messages.map((message, index) => ({ messageId: String(index), body: JSON.stringify(message) }));
  const read = async () => {
    for (let batch = left.splice(0, 10); batch.length > 0; batch = left.splice(0, 10)) {
      await handler({ Records: batch } as unknown as SQSEvent);
    }
  };
  await Promise.all([read(), read()]);
}

// Guarantee: an endpoint of one tenant that never answers is left alone after a few attempts, and delays nobody else.
test('a dead endpoint', async () => {
  const [victim, other] = [await platform.enrol(), await platform.enrol()];
  const dead = Array.from({ length: 400 }, (_, index) =>
    callbackOf(victim, index, `http://127.0.0.1:${port(silent)}/#rt=1000&rc=5&rp=all`),
  );
  const good = Array.from({ length: 10 }, (_, index) => callbackOf(other, index, `http://127.0.0.1:${port(slow)}/`));

  const began = performance.now();
  await consume([...dead, ...good]);
  const waited = Math.max(...heardAt) - began;

  const without = (dead.length / 20) * 1_000;
  console.info(
    `400 callbacks to a dead endpoint before 10 good ones: the last good one after ${Math.round(waited)} ms (${without} ms without), ${silentRequests} requests to the dead`,
  );
  expect(silentRequests).toBeLessThanOrEqual(20);
  // Without an outbox entry, which tells since when, a failed one is a dead letter at once.
  const held = ['callback', 'callback-dead'].flatMap((name) => queues.held(queues.prefix + name));
  const heldOf = (sid: string) =>
    (held as { accountSid: string }[]).filter(({ accountSid }) => accountSid === sid).length;
  expect(heldOf(victim.sid)).toBe(400);
  // On a slow machine one may find no place free, and then waits.
  expect(heardAt.length + heldOf(other.sid)).toBe(10);
  expect(heardAt.length).toBeGreaterThanOrEqual(5);
});

// Guarantee: at most ten callbacks are under way to one endpoint; the others wait, and none is lost.
test('a slow endpoint', async () => {
  const tenant = await platform.enrol();
  const many = Array.from({ length: 40 }, (_, index) => callbackOf(tenant, index, `http://127.0.0.1:${port(slow)}/`));
  heardAt.length = 0;
  mostUnderWay = 0;

  await Promise.all([consume(many.slice(0, 20)), consume(many.slice(20))]);

  expect(mostUnderWay).toBeGreaterThan(1);
  expect(mostUnderWay).toBeLessThanOrEqual(10);
  const waiting = queues.held(`${queues.prefix}callback`) as { accountSid: string }[];
  expect(heardAt.length + waiting.filter(({ accountSid }) => accountSid === tenant.sid).length).toBe(40);
});

// Guarantee: an endpoint that was closed is tried by one, and is open to all once that one was heard.
test('a trial', async () => {
  const { enter, leave } = await import('../../../functions/callback/endpoint.ts');
  const place = { accountSid: `AC${'3'.repeat(32)}`, url: 'https://program.example/status' };
  const at = Date.now();
  const open = async (when: number) => {
    const pass = await enter(place, when);
    if (pass.kind === 'closed') throw new Error('closed');
    return pass;
  };
  for (let failure = 0; failure < 5; failure += 1) await leave(await open(at), false, at);
  expect(await enter(place, at + 1_000)).toEqual({ kind: 'closed', until: at + 30_000 });
  expect(await enter({ ...place, url: 'https://other.example/' }, at)).toMatchObject({ kind: 'open' });
  const trial = await open(at + 30_001);
  expect(trial.isTrial).toBe(true);
  expect(await enter(place, at + 30_001)).toMatchObject({ kind: 'closed' });
  await leave(trial, false, at + 31_000);
  expect(await enter(place, at + 32_000)).toEqual({ kind: 'closed', until: at + 91_000 });
  await leave(await open(at + 91_001), true, at + 91_100);
  expect(await enter(place, at + 91_200)).toMatchObject({ kind: 'open', isTrial: false });
});
