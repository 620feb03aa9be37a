import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import * as fc from 'fast-check';
import { linksFor } from '../../../lib/carrier/link.ts';
import { webhookEvent } from '../call/carrier.ts';
import { type Credentials, type Handler, send } from '../gateway.ts';
import { type Platform, startPlatform } from '../platform.ts';

const context = { getRemainingTimeInMillis: () => 29_000 } as never;
const callSid = `CA${'c'.repeat(32)}`;

// A table engine in Java takes its time on a busy machine.
const slowStartMilliseconds = 120_000;
let platform: Platform;
let tenant: Credentials;
let other: Credentials;
let api: Handler;
let queue: (event: SQSEvent) => Promise<{ batchItemFailures: unknown[] }>;

/** What the carrier has, by its own SID: a status and 61 seconds; and how it answers when it is asked. */
const upstream = new Map<string, 'in-progress' | 'completed' | 'failed'>();
let isDown = false;
const carrier = createServer((request, response) => {
  const id = /Transcriptions\/(\w+)\.json/.exec(request.url ?? '')?.[1] ?? '';
  const status = upstream.get(id);
  if (isDown) return void response.writeHead(503).end();
  if (status === undefined) return void response.writeHead(404).end(JSON.stringify({ code: 20404 }));
  if (request.method === 'DELETE') upstream.delete(id);
  const body = JSON.stringify({ status, transcription_text: 'Good morning', duration: '61' });
  response.writeHead(request.method === 'DELETE' ? 204 : 200).end(request.method === 'DELETE' ? '' : body);
});

beforeAll(async () => {
  await new Promise<void>((listening) => carrier.listen(0, '127.0.0.1', listening));
  platform = await startPlatform({ CARRIER_URL: `http://127.0.0.1:${(carrier.address() as AddressInfo).port}` });
  [tenant, other] = [await platform.enrol(), await platform.enrol()];
  api = (await import('../../../functions/transcription/http.ts')).handler as unknown as Handler;
  queue = (await import('../../../functions/transcription/queue.ts')).handler;
}, slowStartMilliseconds);
afterAll(async () => {
  await platform.close();
  carrier.closeAllConnections();
  carrier.close();
});

let made = 0;
/** Something new that the carrier has transcribed. */
function transcribed(status: 'in-progress' | 'completed' | 'failed' = 'completed'): string {
  made += 1;
  const id = `TR${String(made).padStart(32, '0')}`;
  upstream.set(id, status);
  return id;
}

type Changes = { readonly as?: Credentials; readonly signedWith?: string; readonly more?: Record<string, string> };
async function report(id: string, { as = tenant, signedWith, more }: Changes = {}): Promise<number> {
  const state = { accountSid: as.sid, callSid, url: 'https://tenant.example/words' };
  const url = new URL((await linksFor('twilio'))('transcriptions/status', state));
  const parameters = {
    ...{ CallSid: `CA${'0'.repeat(32)}`, CallStatus: 'completed', Direction: 'inbound', From: '+14155550101' },
    ...{ To: '+12125550100', RecordingSid: id.replace('TR', 'RE'), TranscriptionSid: id },
    ...{ TranscriptionStatus: 'completed', TranscriptionText: 'Good morning', ...more },
  };
  return (await api(webhookEvent(`${url.pathname}${url.search}`, parameters, signedWith), context)).statusCode ?? 0;
}

type Shown = Record<string, unknown>;
const transcriptions = async (as = tenant) => {
  const path = `/2010-04-01/Accounts/${as.sid}/Transcriptions.json?PageSize=1000`;
  return (await send(api, { method: 'GET', path, as })).body['transcriptions'] as Shown[];
};
const itemsOf = async (prefix: string) =>
  (await platform.items()).filter((item) => String(item['PK']).startsWith(prefix));
const settle = async (sid: unknown) => {
  const body = JSON.stringify({ sid, sequence: '000000', action: 'transcription.settle', input: {} });
  return (await queue({ Records: [{ messageId: '1', body }] } as SQSEvent)).batchItemFailures.length;
};
const usesOf = async (sid: unknown) =>
  (await itemsOf('USE#'))
    .filter((item) => item['resourceSid'] === sid)
    .map((item) => `${item['SK']}: ${item['quantity']}`);
const outboxOf = async (sid: unknown) => (await itemsOf(`OUT#${sid}`)).map(({ action }) => action);
/** What has become of what the carrier reported: found by what was there before. */
async function bornOf(reports: () => Promise<unknown>): Promise<Shown> {
  const before = new Set((await transcriptions()).map(({ sid }) => sid));
  await reports();
  const found = (await transcriptions()).filter(({ sid }) => !before.has(sid));
  expect(found).toHaveLength(1);
  return found[0] as Shown;
}

// Guarantee: a carrier that repeats itself, even at one instant, and a queue that does, never make a tenant pay twice.
test.each([1, 2, 50])(
  '%i reports at once',
  async (reports) => {
    const id = transcribed();
    const { sid } = await bornOf(async () => {
      const answers = await Promise.all(Array.from({ length: reports }, () => report(id)));
      expect(new Set(answers)).toEqual(new Set([204]));
    });
    expect(await outboxOf(sid)).toEqual(['transcription.settle']);
    expect(new Set(await Promise.all([settle(sid), settle(sid), settle(sid)]))).toEqual(new Set([0]));
    expect(await usesOf(sid)).toEqual([`transcriptions#${sid}#0: 61`]);
    expect(await outboxOf(sid)).toEqual(['transcription.settle', 'callback.send', 'recording.release']);
    expect(upstream.has(id)).toBe(false);
  },
  slowStartMilliseconds,
);

// Guarantee: in whatever order reports, settlements and outages come, and however often, a transcription ends the same and is billed the same.
test(
  'any order, any repetition',
  async () => {
    const steps = fc.array(fc.constantFrom('report', 'settle', 'settle while the carrier is down'), { maxLength: 6 });
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (story) => {
        runs += 1;
        const id = transcribed();
        const { sid } = await bornOf(() => report(id));
        for (const step of story) {
          isDown = step === 'settle while the carrier is down';
          if (step === 'report') expect(await report(id)).toBe(204);
          else await settle(sid);
          isDown = false;
        }
        expect(await settle(sid)).toBe(0);
        const [shown] = (await transcriptions()).filter((one) => one['sid'] === sid);
        expect(shown).toMatchObject({ status: 'completed', duration: '61', transcription_text: 'Good morning' });
        expect(await usesOf(sid)).toEqual([`transcriptions#${sid}#0: 61`]);
        expect(await outboxOf(sid)).toEqual(['transcription.settle', 'callback.send', 'recording.release']);
      }),
      { numRuns: 15 },
    );
    console.info(`transcriptions: ${runs} runs, any order and repetition, one end and the same use`);
  },
  slowStartMilliseconds,
);

// Guarantee: what is not done at the carrier, or cannot be read there, is asked for again; nothing is made up meanwhile.
test('until it is done', async () => {
  const id = transcribed('in-progress');
  const { sid } = await bornOf(() => report(id));
  expect(await settle(sid)).toBe(1);
  expect(await usesOf(sid)).toEqual([]);
  upstream.set(id, 'completed');
  expect(await settle(sid)).toBe(0);
  expect(await usesOf(sid)).toEqual([`transcriptions#${sid}#0: 61`]);
});

// Guarantee: what somebody deleted at the carrier before it was read has failed, and costs nothing.
test('gone at the carrier', async () => {
  const id = transcribed();
  const { sid } = await bornOf(() => report(id));
  upstream.delete(id);
  expect(await settle(sid)).toBe(0);
  expect((await transcriptions()).find((one) => one['sid'] === sid)).toMatchObject({ status: 'failed', price: null });
  expect(await usesOf(sid)).toEqual([]);
});

// Guarantee: a deleted transcription is not brought back by a late report or settlement.
test('late after its deletion', async () => {
  const id = transcribed();
  const { sid } = await bornOf(() => report(id));
  await settle(sid);
  const path = `/2010-04-01/Accounts/${tenant.sid}/Transcriptions/${sid}.json`;
  expect((await send(api, { method: 'DELETE', path, as: tenant })).status).toBe(204);
  upstream.set(id, 'completed');
  expect([await report(id), await settle(sid)]).toEqual([204, 0]);
  expect((await send(api, { method: 'GET', path, as: tenant })).body).toMatchObject({ code: 20404 });
  expect(await usesOf(sid)).toHaveLength(1);
});

// Guarantee: only the carrier's own word counts, about its own account's transcription, and whole.
test.each([
  ['a wrong signature', { signedWith: 'stolen' }, 403],
  ['another account’s link', { as: 'other' }, 400],
  ['no SID', { more: { TranscriptionSid: '' } }, 400],
  ['no recording', { more: { RecordingSid: '' } }, 400],
  ['a status that is none', { more: { CallStatus: 'gone' } }, 400],
  ['a number as long as a book', { more: { From: '1'.repeat(400) } }, 400],
] as const)('%s', async (_name, change, status) => {
  const id = transcribed();
  await report(id);
  const before = await platform.items();
  const { as, ...rest } = { as: undefined, ...change };
  expect(await report(id, { ...rest, ...(as === 'other' ? { as: other } : {}) })).toBe(status);
  expect(await platform.items()).toEqual(before);
});
