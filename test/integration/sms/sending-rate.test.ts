import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Messaging, numbers, sampleEvent, startMessaging } from './messaging.ts';

let messaging: Messaging;
beforeAll(async () => {
  messaging = await startMessaging();
});
afterAll(() => messaging.close());
beforeEach(() => messaging.upstream.takes('accept'));

type Item = Record<string, unknown>;
const slots = (items: readonly Item[]) => items.map(({ slotAt }) => Number(slotAt)).sort((one, other) => one - other);
const sentFrom = async (number: string) => (await messaging.items('RES#SM')).filter(({ from }) => from === number);
const held = (sid: unknown) =>
  messaging.queues
    .held(`${messaging.queues.prefix}sms`)
    .filter((body) => (body as { due?: { id: string } }).due?.id === sid);
const due = (sid: unknown) => ({ due: { at: 0, what: 'message.send', id: sid } });

// Guarantee: however many are sent at once, each gets a slot of its own, in order, 1/rate apart; none is lost, none is sent early.
test('concurrent messages of one sender get one slot each', async () => {
  const { number, post } = await messaging.tenantWith({ MessagesPerSecond: 0.01 }); // slower than any machine
  const sends = 60;

  const replies = await Promise.all(
    Array.from({ length: sends }, (_, index) => post({ To: numbers.person, From: number, Body: `Number ${index}` })),
  );

  expect(new Set(replies.map(({ status, body }) => `${status} ${body['status']}`))).toEqual(new Set(['201 queued']));
  expect(messaging.upstream.taken).toHaveLength(1);
  const waiting = slots((await sentFrom(number)).filter(({ slotAt }) => slotAt !== undefined));
  expect(waiting).toHaveLength(sends - 1);
  const [first = 0] = waiting;
  expect(waiting).toEqual(waiting.map((_, index) => first + index * 100_000));
});

// Guarantee: a slot within a minute is held in the queue until then; it is sent once, however often it is brought.
test('a slot within the next minute', async () => {
  const { number, post } = await messaging.tenantWith({ MessagesPerSecondOf: { '+15550302': 0.5 } });
  expect(number).toBe('+15550302');
  await post({ To: numbers.person, From: number, Body: 'At once' });
  const { body } = await post({ To: numbers.person, From: number, Body: 'In two seconds' });
  expect(held(body['sid'])).toHaveLength(1);
  expect(messaging.upstream.taken.map(({ form }) => form.get('Body'))).toEqual(['At once']);

  const [before] = await messaging.items(`RES#${body['sid']}`);
  expect(before).toMatchObject({ dueSK: `${before?.['slotAt']}#sms#message.send#${body['sid']}` });
  const slot = Number(before?.['slotAt']);
  while (Date.now() < slot) await messaging.work(due(body['sid']));
  await messaging.work(due(body['sid']), due(body['sid']), due(body['sid']));

  expect(messaging.upstream.taken.map(({ form }) => form.get('Body'))).toEqual(['At once', 'In two seconds']);
  expect((await messaging.items(`RES#${body['sid']}`))[0]).toMatchObject({ reference: expect.anything() });
});

// Guarantee: a later slot is not held yet: its due entry comes a minute before it, and then the queue holds it.
test('a slot beyond the next minute', async () => {
  const { number, post } = await messaging.tenantWith({ MessagesPerSecond: 0.01 });
  await post({ To: numbers.person, From: number, Body: 'At once' });
  const { body } = await post({ To: numbers.person, From: number, Body: 'In 100 seconds' });

  const [message] = await messaging.items(`RES#${body['sid']}`);
  expect(held(body['sid'])).toEqual([]);
  expect(message?.['dueSK']).toBe(`${Number(message?.['slotAt']) - 60_000}#sms#message.send#${body['sid']}`);
  await messaging.work(due(body['sid']));
  expect(messaging.upstream.taken).toHaveLength(1);
});

// Guarantee: a backlog of more than 4 hours is refused, and what is refused leaves nothing, least of all a slot.
test('a full queue', async () => {
  const { tenant, number, post } = await messaging.tenantWith({ MessagesPerSecond: 0.01 });
  const { takeSlot } = await import('../../../functions/sms/take-slot.ts');
  const sender = { accountSid: tenant.sid, from: number };
  const now = Date.now();
  const taken = await Promise.all(Array.from({ length: 150 }, () => takeSlot(sender, 0.01, now)));
  expect(taken.filter((slot) => typeof slot === 'number')).toHaveLength(145);
  const before = await messaging.platform.items();

  const reply = await post({ To: numbers.person, From: number, Body: 'Too much' });

  expect(reply).toMatchObject({ status: 429, body: { code: 21611 } });
  expect(await messaging.platform.items()).toEqual(before);
});

// Guarantee: a sender waits for nobody else's messages, and who sets no rate has no queue.
test('senders are apart', async () => {
  const one = await messaging.tenantWith({ MessagesPerSecond: 0.01 });
  const other = await messaging.tenantWith({});
  await messaging.ownNumber(one.tenant, '+15550399');
  const To = numbers.person;
  for (const From of [one.number, '+15550399']) await one.post({ To, From, Body: 'x' });
  for (const Body of ['x', 'y', 'z']) await other.post({ To, From: other.number, Body });

  expect(messaging.upstream.taken).toHaveLength(5);
  expect(await messaging.items(`SLO#${other.tenant.sid}`)).toEqual([]);
});

// Guarantee: what a program answers waits for its sender's slot like what it sends, and is sent once.
test('a reply above the rate', async () => {
  const { tenant, number, post } = await messaging.tenantWith({ MessagesPerSecond: 0.01 });
  await post({ To: numbers.person, From: number, Body: 'x' });
  const input = { messageSid: `SM${'e'.repeat(32)}`, from: number, to: numbers.person, body: 'Reply', mediaUrls: [] };
  const sample = sampleEvent<{ Records: { body: string }[] }>('smsQueue.send-message', {});
  const action = {
    ...JSON.parse(sample.Records[0]?.body ?? ''),
    accountSid: tenant.sid,
    input: { ...input, causedBy: `SM${'f'.repeat(32)}` },
  };

  await messaging.work(action, action);

  expect(messaging.upstream.taken.map(({ form }) => form.get('Body'))).toEqual(['x']);
  expect(await messaging.items(`RES#${input.messageSid}`)).toEqual([
    expect.objectContaining({ status: 'queued', slotAt: expect.any(Number) }),
  ]);
});
