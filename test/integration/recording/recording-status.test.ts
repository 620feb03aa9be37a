import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { linksFor } from '../../../lib/carrier/link.ts';
import { startQueues } from '../../../lib/local/start-queues.ts';
import { webhookEvent } from '../call/carrier.ts';
import { type Credentials, gatewayEvent, type Handler, send } from '../gateway.ts';
import { type Platform, startPlatform } from '../platform.ts';

const context = { getRemainingTimeInMillis: () => 29_000 } as never;
const callSid = `CA${'c'.repeat(32)}`;
const startedAt = 'Tue, 24 Nov 2026 09:00:00 +0000';

// A table engine in Java takes its time on a busy machine.
const slowStartMilliseconds = 120_000;
let platform: Platform;
let queues: Awaited<ReturnType<typeof startQueues>>;
let tenant: Credentials;
let other: Credentials;
let api: Handler;

beforeAll(async () => {
  queues = await startQueues();
  const { RECORDINGS_BUCKET = '', QUEUE_PREFIX = '' } = process.env;
  platform = await startPlatform({ RECORDINGS_BUCKET, QUEUE_PREFIX });
  [tenant, other] = [await platform.enrol(), await platform.enrol()];
  api = (await import('../../../functions/recording/http.ts')).handler as unknown as Handler;
}, slowStartMilliseconds);
afterAll(async () => {
  await platform.close();
  await queues.close();
});

const statusPath = async (accountSid: string) => {
  const state = { accountSid, callSid, url: 'https://tenant.example/recorded', events: 'in-progress completed absent' };
  const url = new URL((await linksFor('twilio'))('recordings/status', state));
  return `${url.pathname}${url.search}`;
};

let made = 0;
const nextReference = () => {
  made += 1;
  return `RE${String(made).padStart(32, '0')}`;
};

type Status = 'in-progress' | 'completed' | 'absent' | 'failed';
async function report(
  reference: string,
  status: Status | string,
  { as = tenant, signedWith, more }: { as?: Credentials; signedWith?: string; more?: Record<string, string> } = {},
): Promise<number> {
  const parameters = {
    CallSid: `CA${'0'.repeat(32)}`,
    RecordingSid: reference,
    RecordingStatus: status,
    ...(status === 'completed' ? { RecordingDuration: '61' } : {}),
    RecordingChannels: '2',
    RecordingStartTime: startedAt,
    RecordingSource: 'DialVerb',
    ErrorCode: '0',
    ...more,
  };
  return (await api(webhookEvent(await statusPath(as.sid), parameters, signedWith), context)).statusCode ?? 0;
}

type Shown = Record<string, unknown>;
const recordings = async (as = tenant) => {
  const path = `/2010-04-01/Accounts/${as.sid}/Recordings.json?PageSize=1000`;
  return (await send(api, { method: 'GET', path, as })).body['recordings'] as Shown[];
};
/** What a reference has become: found by who was there before. */
async function madeBy(reports: () => Promise<unknown>): Promise<Shown> {
  const before = new Set((await recordings()).map(({ sid }) => sid));
  await reports();
  const found = (await recordings()).filter(({ sid }) => !before.has(sid));
  expect(found).toHaveLength(1);
  return found[0] as Shown;
}
const usesOf = async (sid: unknown) =>
  (await platform.items())
    .filter((item) => String(item['PK']).startsWith('USE#') && item['resourceSid'] === sid)
    .map((item) => `${item['SK']}: ${item['quantity']}, since ${item['startedAt']}`);
const outboxOf = async (sid: unknown) =>
  (await platform.items())
    .filter((item) => item['PK'] === `OUT#${sid}`)
    .map(({ action, input }) => {
      const { parameters } = input as { parameters?: Record<string, string> };
      return `${action} ${parameters?.['RecordingStatus'] ?? ''}`.trim();
    });

// Guarantee: a carrier that repeats itself, even at one instant, never makes a tenant pay twice.
test.each([1, 2, 100])(
  '%i reports of a recording’s end make one usage event',
  async (reports) => {
    const reference = nextReference();
    const shown = await madeBy(async () => {
      const answers = await Promise.all(Array.from({ length: reports }, () => report(reference, 'completed')));
      expect(new Set(answers)).toEqual(new Set([204]));
    });
    expect(await usesOf(shown['sid'])).toEqual([`recordings#${shown['sid']}#0: 61, since ${Date.parse(startedAt)}`]);
    expect(await outboxOf(shown['sid'])).toEqual(['recording.copy']);
  },
  slowStartMilliseconds,
);

// Guarantee: in whatever order and however often its reports come, a recording ends the same and is billed the same.
test(
  'any order, any repetition',
  async () => {
    const story: Status[] = ['in-progress', 'completed'];
    const told = fc
      .array(fc.constantFrom(...story), { maxLength: 3 })
      .chain((repeats) => fc.shuffledSubarray([...story, ...repeats], { minLength: 2 + repeats.length }));
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(told, async (statuses) => {
        runs += 1;
        const reference = nextReference();
        const shown = await madeBy(async () => {
          for (const status of statuses) expect(await report(reference, status)).toBe(204);
        });
        expect(shown).toMatchObject({
          status: 'completed',
          duration: '61',
          channels: 2,
          source: 'DialVerb',
          call_sid: callSid,
          conference_sid: null,
          start_time: startedAt,
        });
        expect(await usesOf(shown['sid'])).toEqual([
          `recordings#${shown['sid']}#0: 61, since ${Date.parse(startedAt)}`,
        ]);
      }),
      { numRuns: 15 },
    );
    console.info(`recordings: ${runs} runs, any order and repetition, one end and the same use`);
  },
  slowStartMilliseconds,
);

// Guarantee: the first end stands, and a recording without sound costs nothing and is not fetched.
test.each(['absent', 'failed'] as const)('a recording that is %s', async (status) => {
  const reference = nextReference();
  const shown = await madeBy(async () => {
    await report(reference, 'in-progress');
    await report(reference, status, { more: { ErrorCode: '13257' } });
    await report(reference, 'completed');
  });
  expect(shown).toMatchObject({ status: 'absent', duration: null, error_code: 13257, price: null });
  expect(await usesOf(shown['sid'])).toEqual([]);
  expect(await outboxOf(shown['sid'])).toEqual(
    status === 'absent' ? ['callback.send in-progress', 'callback.send absent'] : ['callback.send in-progress'],
  );
});

// Guarantee: what is not the carrier's, or does not say what it must, is refused and leaves nothing.
test('webhooks that are refused', async () => {
  const known = nextReference();
  await report(known, 'in-progress');
  const before = await platform.items();
  const reference = nextReference();
  expect(await report(reference, 'completed', { signedWith: 'another-token' })).toBe(403);
  expect(await report(reference, 'finished')).toBe(400);
  expect(await report(reference, 'completed', { more: { RecordingSid: '' } })).toBe(400);
  expect(await report(reference, 'completed', { more: { RecordingDuration: 'long' } })).toBe(400);
  expect(await report(known, 'completed', { as: other })).toBe(400);
  const bare = '/carriers/twilio/recordings/status';
  const parameters = { RecordingSid: reference, RecordingStatus: 'completed' };
  expect((await api(webhookEvent(bare, parameters), context)).statusCode).toBe(400);
  expect((await api(webhookEvent(`${bare}?link=forged.forged`, parameters), context)).statusCode).toBe(403);
  expect((await api(webhookEvent('/carriers/nobody/recordings/status', parameters), context)).statusCode).toBe(404);
  expect(await platform.items()).toEqual(before);
});

// Guarantee: sound that is larger than an answer may be is had from a short-lived URL of the bucket.
test('a long recording is redirected to', async () => {
  const shown = await madeBy(() => report(nextReference(), 'completed'));
  const sid = String(shown['sid']);
  const { keepMedia } = await import('../../../functions/recording/bucket.ts');
  const { loadRecording, putChangedRecording } = await import('../../../functions/recording/recording-store.ts');
  const { commit } = await import('../../../lib/store/commit.ts');
  const recording = await loadRecording(sid);
  if (recording === undefined) throw new Error('There is no recording');
  const wav = new Uint8Array(5_000_000).fill(7);
  const mediaKey = `${tenant.sid}/${sid}.wav`;
  await keepMedia(mediaKey, wav);
  await commit([putChangedRecording(recording, { media: 'kept', mediaKey, mediaBytes: wav.length })]);

  const path = `/2010-04-01/Accounts/${tenant.sid}/Recordings/${sid}.wav`;
  const answer = await api(gatewayEvent({ method: 'GET', path, as: tenant }), context);
  expect(answer.statusCode).toBe(302);
  const response = await fetch(String(answer.headers?.['location']));
  expect(response.status).toBe(200);
  expect((await response.arrayBuffer()).byteLength).toBe(wav.length);
});

// Guarantee: for an account that may not record, the resource says so by name, whoever asks.
test('recording disabled', async () => {
  const silent = await platform.enrol();
  await send(platform.accountApi, {
    method: 'POST',
    path: `/v1/Accounts/${silent.sid}/MicroServices/recording`,
    as: platform.operator,
    json: { Enabled: false },
  });
  const path = `/2010-04-01/Accounts/${silent.sid}/Recordings.json`;
  const { status, body } = await send(api, { method: 'GET', path, as: silent });
  expect([status, body['code'], body['message']]).toEqual([
    403,
    20010,
    'Action disabled for account: the micro-service recording is not enabled',
  ]);
});
