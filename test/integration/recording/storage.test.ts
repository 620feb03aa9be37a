import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { billingDay } from '../../../lib/period/day.ts';
import { type Credentials, send } from '../gateway.ts';
import { startVoice, type Voice } from '../voice.ts';

const number = '+12125550100';
let voice: Voice;
let tenant: Credentials;
beforeAll(async () => {
  voice = await startVoice();
  tenant = await voice.tenantWith(number, '/voice');
});
afterAll(() => voice.close());

/** What the outbox brings to the queue, each twice: a queue delivers at least once. */
async function work(sid: string): Promise<void> {
  const { handler } = await import('../../../functions/recording/queue.ts');
  for (const message of await voice.outboxOf(sid, 'recording')) {
    const record = { messageId: '1', body: JSON.stringify(message) };
    for (const Records of [[record], [record]]) await handler({ Records } as unknown as SQSEvent);
  }
}

async function recorded(seconds: number): Promise<{ readonly sid: string; readonly endedAt: number }> {
  voice.twiml['/voice'] = `<Response><Record maxLength="${seconds}" playBeep="false" action="/done"/></Response>`;
  voice.twiml['/done'] = '<Response><Hangup/></Response>';
  const known = new Set((await voice.itemsOf('RES#RE')).map(({ PK }) => PK));
  voice.carrier.phone('+14155550100').says('one two three four five six seven').dials(number);
  await voice.clock.advanceBy('30s');
  const [made] = (await voice.itemsOf('RES#RE')).filter(({ PK }) => !known.has(PK));
  return { sid: String(made?.['PK']).slice('RES#'.length), endedAt: Number(made?.['finalizedAt']) };
}

const held = async () => {
  const day = billingDay(voice.clock.now(), 'UTC');
  const { loadHeldDay } = await import('../../../lib/metering/held.ts');
  return loadHeldDay(tenant.sid, 'recordingstorage', day);
};
const remove = (sid: string) => voice.remove(voice.recordings, tenant, `Recordings/${sid}.json`);

// Guarantee: a kept recording is held once, since its end, by its bytes; deleted, it is held no more; what was never kept never was.
test('kept, deleted, deleted before it was kept', async () => {
  const { sid, endedAt } = await recorded(5);
  expect(await held()).toMatchObject({ change: 0n, begun: 0n });
  await voice.clock.advanceBy('60s'); // however long the copying takes
  await work(sid);
  const bytes = BigInt(44 + 5 * 16_000);
  const kept = { change: bytes, begun: bytes, moment: bytes * BigInt(endedAt) };
  expect(await held()).toMatchObject(kept);

  const other = await recorded(2);
  await remove(other.sid);
  await work(other.sid);
  expect(await held()).toMatchObject(kept);

  const deletedAt = voice.clock.now();
  const deletions = await Promise.all([remove(sid), remove(sid), remove(sid)]);
  expect(deletions.map(({ status }) => status).sort()).toEqual([204, 404, 404]);
  await work(sid);
  expect(await held()).toMatchObject({ change: 0n, begun: bytes, moment: bytes * BigInt(endedAt - deletedAt) });
});

// Guarantee: the carrier's report that comes again after the deletion neither keeps nor gives up a byte more.
test('what is repeated', async () => {
  const before = await held();
  const { sid } = await recorded(3);
  await work(sid);
  await work(sid);
  await remove(sid);
  await work(sid);
  const { change, begun } = await held();
  expect([change, begun - before.begun]).toEqual([0n, BigInt(44 + 3 * 16_000)]);
  expect(
    (
      await send(voice.recordings, {
        method: 'GET',
        path: `/2010-04-01/Accounts/${tenant.sid}/Recordings/${sid}.json`,
        as: tenant,
      })
    ).status,
  ).toBe(404);
});
