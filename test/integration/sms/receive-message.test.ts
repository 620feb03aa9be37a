import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { send } from '../gateway.ts';
import { type Messaging, numbers, sampleEvent, startMessaging } from './messaging.ts';

let messaging: Messaging;
beforeAll(async () => {
  messaging = await startMessaging();
});
afterAll(() => messaging.close());
beforeEach(async () => {
  await messaging.drain();
  messaging.upstream.takes('accept');
  messaging.program.answers.clear();
  messaging.program.asked.length = 0;
});

let counted = 0;
/** A new text from the person to the tenant's number. */
const text = (Body = 'Hello', more: Record<string, string> = {}) => {
  counted += 1;
  const MessageSid = `SM${String(counted).padStart(32, '0')}`;
  return { MessageSid, From: numbers.person, To: numbers.own, Body, NumMedia: '0', SmsStatus: 'received', ...more };
};
const receive = (form: Record<string, string>, signature?: string) =>
  messaging.webhook('/carriers/twilio/messages/receive', form, signature);
const newest = async (direction: string) =>
  (await messaging.items('RES#'))
    .filter((item) => item['direction'] === direction)
    .sort((one, other) => Number(other['createdAt']) - Number(one['createdAt']))[0];
const program = (path: string, body: string, more: { status?: number; type?: string } = {}) =>
  messaging.program.answers.set(path, { body, ...more });
const notices = async () =>
  (await messaging.items('RES#NO')).map(({ errorCode, severity, resourceSid }) => ({
    errorCode,
    severity,
    resourceSid,
  }));
const empty = { status: 200, body: { xml: '<?xml version="1.0" encoding="UTF-8"?><Response/>' } };

// Guarantee: a message is stored and metered before its program is asked, and the carrier is told nothing to do.
test('a message that comes in is stored, metered and answered with nothing', async () => {
  const reply = await receive(text('я'.repeat(71)));

  expect(reply).toEqual(empty);
  expect(messaging.program.asked).toEqual([]);
  const message = await newest('inbound');
  const sid = String(message?.['PK']).slice(4);
  expect(message).toMatchObject({ accountSid: messaging.tenant.sid, status: 'received', segments: 2 });
  expect((await messaging.items('USE#')).filter(({ SK }) => SK === `sms-inbound#${sid}#0`)).toEqual([
    expect.objectContaining({ quantity: 2, resourceSid: sid }),
  ]);
});

// Guarantee: a webhook that the carrier repeats, even at one instant, is the same message.
test('a repeated webhook is the same message', async () => {
  const form = text();
  await receive(form);
  const before = await messaging.platform.items();

  const replies = await Promise.all(Array.from({ length: 20 }, () => receive(form)));

  expect(replies).toEqual(Array(20).fill(empty));
  expect(await messaging.platform.items()).toEqual(before);
});

// Guarantee: what is not the carrier's or nobody's here leaves nothing.
test.each([
  ['a wrong signature', text(), 'd3Jvbmc=', 403],
  ['nobody’s number', text('x', { To: '+15550999' }), undefined, 200],
  ['no MessageSid', text('x', { MessageSid: '' }), undefined, 400],
  ['media without a URL', text('x', { NumMedia: '2' }), undefined, 400],
])('%s leaves nothing', async (_name, form, signature, status) => {
  const before = await messaging.platform.items();
  expect((await receive(form, signature)).status).toBe(status);
  expect(await messaging.platform.items()).toEqual(before);
});

// Guarantee: the program is asked once, signed so that the official SDK accepts it, with Twilio's parameters.
test('the program is asked from the queue', async () => {
  const From = '+15550191'; // who says STOP gets nothing more
  await receive(text('STOP', { From }));
  await messaging.drain();

  const sid = String((await newest('inbound'))?.['PK']).slice(4);
  expect(messaging.program.asked).toEqual([
    {
      path: '/sms',
      signed: true,
      parameters: {
        ...{ AccountSid: messaging.tenant.sid, ApiVersion: '2010-04-01', Body: 'STOP', OptOutType: 'STOP' },
        ...{ From, To: numbers.own, MessageSid: sid, SmsMessageSid: sid, SmsSid: sid },
        ...{ NumMedia: '0', NumSegments: '1', SmsStatus: 'received' },
      },
    },
  ]);
  expect(sid).toMatch(/^SM/);
});

// Guarantee: what a program answers is sent from the number that was written to, to whom wrote, each message once.
test('a program’s messages are sent', async () => {
  program(
    '/sms',
    `<Response><Message statusCallback="/done">One</Message>
      <Message to="+1 (555) 010-0197"><Body>Two</Body><Media>pic.png</Media></Message></Response>`,
  );
  await receive(text());
  await messaging.drain();
  const { url } = messaging.program;
  const taken = messaging.upstream.taken.map(({ form }) => Object.fromEntries(form));
  expect(taken.map(({ StatusCallback: _link, ...form }) => form)).toEqual([
    { From: numbers.own, To: numbers.person, Body: 'One' },
    { From: numbers.own, To: '+15550100197', Body: 'Two', MediaUrl: `${url}/pic.png` },
  ]);
  const [first] = (await messaging.items('RES#SM')).filter(({ body }) => body === 'One');
  expect(first).toMatchObject({
    direction: 'outbound-reply',
    status: 'queued',
    statusCallback: { url: `${url}/done`, method: 'POST' },
    causedBy: expect.stringMatching(/^SM/),
  });
});

// Guarantee: an action that the queue delivers twice sends nothing twice.
test('a repeated action sends once', async () => {
  program('/sms', '<Response><Message>Once</Message></Response>');
  await receive(text());
  const sid = String((await newest('inbound'))?.['PK']).slice(4);
  const answer = { sid, sequence: '000000', accountSid: messaging.tenant.sid, action: 'message.answer', input: {} };

  await messaging.work(answer, answer);
  await messaging.work(answer);
  await messaging.drain();
  await messaging.drain('again');

  expect(messaging.upstream.taken).toHaveLength(1);
});

// Guarantee: a redacted or deleted reply is nowhere any more, least of all in what once asked for it.
test.each(['POST', 'DELETE'] as const)('%s takes a reply’s text out of the outbox', async (method) => {
  program('/sms', '<Response><Message>Very private</Message><Message>Kept</Message></Response>');
  await receive(text());
  await messaging.drain();
  const [reply] = (await messaging.items('RES#SM')).filter(({ body }) => body === 'Very private');
  const sid = String(reply?.['PK']).slice(4);
  const report = {
    MessageSid: `SM${'8'.repeat(32)}`,
    From: numbers.own,
    To: numbers.person,
    MessageStatus: 'delivered',
  };
  await messaging.webhook(messaging.statusPath(sid), { ...report, MessageSid: messaging.upstream.taken[0]?.sid ?? '' });

  const path = `${messaging.messages}/${sid}.json`;
  const { status } = await send(messaging.api, { method, path, as: messaging.tenant, form: { Body: '' } });

  expect(status).toBe(method === 'POST' ? 200 : 204);
  const all = JSON.stringify(await messaging.platform.items());
  expect(all).not.toContain('Very private');
  expect(all).toContain('Kept');
});

// Guarantee: redirects are followed with the same message, and not for ever.
test('redirects are followed at most ten documents far', async () => {
  program('/sms', '<Response><Message>First</Message><Redirect>next?n=1</Redirect><Message>Never</Message></Response>');
  program('/next?n=1', '<Response><Message>Second</Message></Response>');
  await receive(text());
  await messaging.drain();
  expect(messaging.upstream.taken.map(({ form }) => form.get('Body'))).toEqual(['First', 'Second']);

  messaging.program.asked.length = 0;
  program('/sms', '<Response><Redirect/></Response>');
  await receive(text());
  await messaging.drain();
  expect(messaging.program.asked).toHaveLength(10);
  expect(await notices()).toContainEqual(expect.objectContaining({ errorCode: 14106, severity: 'error' }));
});

// Guarantee: a program that fails is replaced by its fallback, which is told why; the account can read it too.
test.each([
  ['an error', { status: 500 }, '', 11200],
  ['no TwiML', {}, '<Respond/>', 12102],
  ['broken XML', {}, '<Response><Message>', 12100],
  ['a voice verb', {}, '<Response><Say>Hi</Say></Response>', 14110],
  ['a picture', { type: 'image/png' }, 'PNG', 12300],
])('a program that answers %s', async (_name, more, body, code) => {
  program('/sms', body, more);
  program('/fallback', '<Response><Message>Sorry</Message></Response>');

  await receive(text());
  await messaging.drain();

  const { url } = messaging.program;
  expect(messaging.program.asked.map(({ path }) => path)).toEqual(['/sms', '/fallback']);
  expect(messaging.program.asked[1]?.parameters).toMatchObject({ ErrorCode: String(code), ErrorUrl: `${url}/sms` });
  expect(messaging.upstream.taken.map(({ form }) => form.get('Body'))).toEqual(['Sorry']);
  const sid = String((await newest('inbound'))?.['PK']).slice(4);
  expect(await notices()).toContainEqual({ errorCode: code, severity: 'error', resourceSid: sid });
});

// Guarantee: text is a reply, nothing is none, and what is unknown is passed over and told.
test.each([
  ['plain text', 'Thanks!', { type: 'text/plain' }, ['Thanks!']],
  ['nothing', '', {}, []],
  ['an unknown verb', '<Response><Shout/><Message>Hi</Message></Response>', {}, ['Hi']],
])('a program that answers %s', async (_name, body, more, sent) => {
  program('/sms', body, more);
  await receive(text());
  await messaging.drain();
  expect(messaging.upstream.taken.map(({ form }) => form.get('Body'))).toEqual(sent);
});

// Guarantee: a program cannot send what its account may not: it is a Notification, and no message.
test.each([
  ['<Message from="+15550200">x</Message>', 21606],
  ['<Message to="+15550100">x</Message>', 21266],
])('%s is not sent', async (message, code) => {
  program('/sms', `<Response>${message}</Response>`);
  await receive(text());
  await messaging.drain();
  expect(messaging.upstream.taken).toEqual([]);
  expect(await notices()).toContainEqual(expect.objectContaining({ errorCode: code, severity: 'error' }));
});

// Guarantee: the sample events are what the carrier and the queue bring, and do what they say.
test('events/sms.receive-message.json and events/smsQueue.*.json', async () => {
  const sample = sampleEvent('sms.receive-message', { ['d'.repeat(32)]: 'f'.repeat(32) });
  expect(await receive(Object.fromEntries(new URLSearchParams(sample.body)))).toEqual(empty);
  expect((await messaging.api(sample, {} as never)).statusCode).toBe(403);

  const sid = String((await newest('inbound'))?.['PK']).slice(4);
  const names = { [`SM${'c'.repeat(32)}`]: sid, [`AC${'a'.repeat(32)}`]: messaging.tenant.sid };
  const queue = messaging.queue as unknown as (event: object) => Promise<unknown>;
  expect(await queue(sampleEvent<object>('smsQueue.answer-message', names))).toEqual({ batchItemFailures: [] });
  expect(messaging.program.asked).toHaveLength(1);
  expect(await queue(sampleEvent<object>('smsQueue.due', names))).toEqual({ batchItemFailures: [] });
  const wanted = { ...names, [`SM${'c'.repeat(32)}`]: `SM${'b'.repeat(32)}` };
  expect(await queue(sampleEvent<object>('smsQueue.send-message', wanted))).toEqual({ batchItemFailures: [] });
  expect(messaging.upstream.taken.map(({ form }) => form.get('Body'))).toEqual(['We missed your call']);
  expect(await newest('outbound-call')).toMatchObject({ causedBy: `CA${'e'.repeat(32)}`, status: 'queued' });
});

// Guarantee: what nobody asked for fails by itself, and the rest of its batch does not.
test('a message of an unknown kind comes back, alone', async () => {
  const due = { due: { at: 0, what: 'message.overdue', id: `SM${'7'.repeat(32)}` } };
  const unknown = { sid: 'SM1', sequence: '000000', accountSid: 'AC1', action: 'message.shout', input: {} };
  const malformed = { ...unknown, action: 'message.send', input: { to: 1 } };
  expect(await messaging.work(due, unknown, malformed)).toEqual({
    batchItemFailures: [{ itemIdentifier: '1' }, { itemIdentifier: '2' }],
  });
});
