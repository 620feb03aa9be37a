import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { send } from '../gateway.ts';
import { startVoice, type Voice } from '../voice.ts';

let voice: Voice;

beforeAll(async () => {
  voice = await startVoice();
});
afterAll(() => voice.close());

// Guarantee: a recording is kept as many days after its end as its account says, and then deleted as its account would; what it
// cost stays. Brought twice, it is deleted once.
test('retention', async () => {
  const tenant = await voice.tenantWith('+12125550178', '/brief');
  const { handler } = await import('../../../functions/recording/queue.ts');
  const { readMedia } = await import('../../../functions/recording/bucket.ts');
  const listed = async () => (await voice.get(voice.recordings, tenant, 'Recordings.json')).body['recordings'];
  const bring = (bodies: readonly object[]) =>
    handler({
      Records: bodies.map((body, index) => ({ messageId: String(index), body: JSON.stringify(body) })),
    } as unknown as SQSEvent);
  await send(voice.platform.accountApi, {
    method: 'POST',
    path: `/v1/Accounts/${tenant.sid}/MicroServices/recording`,
    as: tenant,
    json: { RetentionDays: 7 },
  });
  voice.twiml['/brief'] = '<Response><Record maxLength="5" playBeep="false" action="/done"/></Response>';
  voice.twiml['/done'] = '<Response><Hangup/></Response>';
  voice.carrier.phone('+14155550113').says('one two three four five six seven').dials('+12125550178');
  await voice.clock.advanceBy('30s');
  const [{ sid = '' } = {}] = (await listed()) as { sid: string }[];
  await bring(await voice.outboxOf(sid, 'recording'));
  expect((await readMedia(`${tenant.sid}/${sid}.wav`)).length).toBeGreaterThan(0);
  const [item] = await voice.itemsOf(`RES#${sid}`);
  const [at, owner, what] = String(item?.['dueSK']).split('#');
  expect({ after: Number(at) - Number(item?.['finalizedAt']), owner, what }).toEqual({
    after: 7 * 86_400_000,
    owner: 'recording',
    what: 'recording.expired',
  });
  const due = { due: { at: Number(at), what, id: sid } };
  expect(await bring([due, due])).toEqual({ batchItemFailures: [] });
  expect(await listed()).toEqual([]);
  expect(await bring(await voice.outboxOf(sid, 'recording'))).toEqual({ batchItemFailures: [] });
  await expect(readMedia(`${tenant.sid}/${sid}.wav`)).rejects.toThrow();
  expect((await voice.itemsOf(`RES#${sid}`))[0]?.['dueSK']).toBeUndefined();
  expect(await voice.usesOf(sid)).toHaveLength(1);
});
