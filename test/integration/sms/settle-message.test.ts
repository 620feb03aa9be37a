import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Messaging, numbers, sampleEvent, startMessaging } from './messaging.ts';

let messaging: Messaging;
beforeAll(async () => {
  messaging = await startMessaging();
});
afterAll(() => messaging.close());
beforeEach(() => messaging.upstream.takes('accept'));

const send = async (Body: string) =>
  String(
    (await messaging.send({ To: numbers.person, From: numbers.own, Body, StatusCallback: 'https://t.example/s' })).body[
      'sid'
    ],
  );
const itemOf = async (sid: string) => (await messaging.items(`RES#${sid}`))[0];
const referenceOf = async (sid: string) => ((await itemOf(sid))?.['reference'] as { id?: string } | undefined)?.id;
const due = (id: string, what = 'message.settle') => ({ due: { at: 0, what, id } });
const used = async (sid: string) =>
  (await messaging.items('USE#')).filter(({ resourceSid }) => resourceSid === sid).map(({ quantity }) => quantity);

// Guarantee: a message that the carrier took, and could not say so, is found there, bound, told and billed once.
test('the carrier has it', async () => {
  messaging.upstream.takes('take and break');
  const sid = await send('Are you there?');
  const [taken] = messaging.upstream.taken;
  expect((await itemOf(sid))?.['dueSK']).toMatch(/#message\.settle#/);
  const sample = sampleEvent<{ Records: { body: string }[] }>('smsQueue.settle-message', {
    [`SM${'c'.repeat(32)}`]: sid,
  });

  const settle = JSON.parse(sample.Records[0]?.body ?? '');
  await messaging.work(settle, settle, settle);
  await messaging.work(settle);

  expect(await itemOf(sid)).toMatchObject({ status: 'delivered', reference: { id: taken?.sid } });
  expect(await messaging.items(`REF#twilio#AC${'0'.repeat(32)}#${taken?.sid}`)).toHaveLength(1);
  expect(await used(sid)).toEqual([1]);
  expect(await messaging.items(`OUT#${sid}`)).toHaveLength(1);
  expect(messaging.upstream.taken).toHaveLength(1);
});

// Guarantee: of messages with the same words each gets one of the carrier's own, and none that is another's.
test('the same words', async () => {
  const known = await send('Twice');
  messaging.upstream.takes('take and break');
  const sids = [await send('Twice'), await send('Twice')];
  const taken = messaging.upstream.taken.map(({ sid }) => sid);
  messaging.upstream.takes('break');
  const lost = await send('Twice');

  for (const sid of [...sids, lost]) await messaging.work(due(sid));

  expect((await Promise.all(sids.map(referenceOf))).sort()).toEqual([...taken].sort());
  expect(taken).not.toContain(await referenceOf(known));
  expect(await referenceOf(lost)).toBeUndefined();
});

// Guarantee: a message that the carrier does not have is never sent again: it is looked for until its time is over.
test('the carrier has it not', async () => {
  messaging.upstream.takes('break');
  const sid = await send('Lost');
  messaging.upstream.takes('accept');

  await messaging.work(due(sid));
  expect(await itemOf(sid)).toMatchObject({ status: 'queued', dueSK: expect.stringMatching(/#message\.settle#/) });
  await messaging.work(due(sid, 'message.overdue'));

  expect(await itemOf(sid)).toMatchObject({ status: 'failed', errorCode: 30008 });
  expect(await used(sid)).toEqual([0]);
  expect(messaging.upstream.taken).toEqual([]);
});

// Guarantee: a crash after the carrier took a message costs nobody: when its time is over it is found and billed.
test('overdue, and the carrier has it', async () => {
  messaging.upstream.takes('take and break');
  const sid = await send('Crashed');
  await messaging.work(due(sid, 'message.overdue'));
  expect(await itemOf(sid)).toMatchObject({ status: 'delivered', finalizedAt: expect.any(Number) });
  expect(await used(sid)).toEqual([1]);
});

// Guarantee: a carrier that cannot be asked changes nothing but when it is asked again.
test('a carrier that is away', async () => {
  messaging.upstream.takes('take and break');
  const sid = await send('Later');
  messaging.upstream.away(true);
  const { batchItemFailures } = await messaging.work(due(sid));
  expect(batchItemFailures).toEqual([]);
  expect(await itemOf(sid)).toMatchObject({ status: 'queued', dueSK: expect.stringMatching(/#message\.settle#/) });
  messaging.upstream.away(false);
  await messaging.work(due(sid));
  expect(await itemOf(sid)).toMatchObject({ status: 'delivered' });
});

// Guarantee: its first webhook binds an ambiguous message as before; looking it up then changes nothing.
test('a webhook that is faster', async () => {
  messaging.upstream.takes('take and break');
  const sid = await send('Fast');
  const report = { MessageSid: messaging.upstream.taken[0]?.sid ?? '', From: numbers.own, To: numbers.person };
  await messaging.webhook(messaging.statusPath(sid), { ...report, MessageStatus: 'sent' });
  const before = await messaging.platform.items();
  await messaging.work(due(sid));
  expect(await messaging.platform.items()).toEqual(before);
  expect((await itemOf(sid))?.['dueSK']).toMatch(/#message\.overdue#/);
});
