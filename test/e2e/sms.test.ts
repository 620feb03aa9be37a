import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Tenant, World } from './world.ts';

let world: World;
let tenant: Tenant;
let number: string;
beforeAll(async () => {
  world = await World.start();
  tenant = await world.enrol('Texts');
  number = await tenant.rentNumber();
});
afterAll(() => world?.close());

const phone = '+14155550161';
const send = (body: string, more = {}) =>
  tenant.client.messages.create({ from: number, to: phone, body, statusCallback: tenant.program.url('/dlr'), ...more });
const told = (sid: string) => tenant.program.askedAt('/dlr').filter(({ MessageSid }) => MessageSid === sid);

// Guarantee: a text arrives as it was written, in as many segments as GSM-7 and UCS-2 make of it, and each step is told once.
test.each([
  ['one segment of GSM-7', 'x'.repeat(160), '1'],
  ['two of GSM-7', 'x'.repeat(161), '2'],
  ['the euro sign takes two septets', '€'.repeat(81), '2'],
  ['one of UCS-2', 'ж'.repeat(70), '1'],
  ['two of UCS-2', 'ж'.repeat(71), '2'],
  ['one emoji makes all UCS-2', `${'x'.repeat(69)}😀`, '2'],
])('%s', async (_, body, segments) => {
  const message = await send(body);
  expect(message).toMatchObject({ status: 'queued', direction: 'outbound-api', numSegments: segments, from: number });
  await world.pass('30s');

  expect((await world.phones.received(phone))[0]).toMatchObject({ from: number, to: phone, body });
  expect(told(message.sid).map(({ MessageStatus }) => MessageStatus)).toEqual(['sent', 'delivered']);
  expect(told(message.sid)[0]).toMatchObject({ AccountSid: tenant.sid, From: number, To: phone, SmsSid: message.sid });
  const shown = await tenant.client.messages(message.sid).fetch();
  expect(shown).toMatchObject({ status: 'delivered', numSegments: segments, errorCode: null, body });
});

// Guarantee: a text that cannot be delivered says why, in Twilio's own number.
test.each([
  ['unreachable', 30003],
  ['landline', 30006],
  ['filtered', 30007],
] as const)('a phone that is %s', async (texts, code) => {
  await world.phones.script('+14155550162', { texts });

  const message = await send('Hello', { to: '+14155550162' });
  await world.pass('30s');

  expect(await tenant.client.messages(message.sid).fetch()).toMatchObject({ status: 'undelivered', errorCode: code });
  expect(told(message.sid).at(-1)).toMatchObject({ MessageStatus: 'undelivered', ErrorCode: String(code) });
  expect(await world.phones.received('+14155550162')).toEqual([]);
});

// Guarantee: a text that comes in reaches the program, and what it answers goes back to who wrote.
test('a text in, and the reply', async () => {
  const { program, client } = tenant;
  program.answers(
    '/sms',
    ({ parameters }) => `<Response><Message>You wrote ${parameters['Body']}</Message></Response>`,
  );

  await world.phones.texts('+14155550163', number, 'Where is my parcel?');
  await world.pass('30s');

  expect(program.askedAt('/sms')).toEqual([
    expect.objectContaining({
      AccountSid: tenant.sid,
      MessageSid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      From: '+14155550163',
      To: number,
      Body: 'Where is my parcel?',
      NumSegments: '1',
      NumMedia: '0',
    }),
  ]);
  expect(await world.phones.received('+14155550163')).toEqual([
    expect.objectContaining({ from: number, body: 'You wrote Where is my parcel?' }),
  ]);
  const messages = await client.messages.list({ to: number });
  expect(messages).toEqual([
    expect.objectContaining({ direction: 'inbound', status: 'received', from: '+14155550163' }),
  ]);
  expect((await client.messages.list({ to: '+14155550163' }))[0]).toMatchObject({
    direction: 'outbound-reply',
    status: 'delivered',
  });
  expect(program.forged).toEqual([]);
});

// Guarantee: a call's document may send a text, which is a message like any other.
test('a text from within a call', async () => {
  tenant.program.answers('/voice', '<Response><Say>We text you</Say><Message>Our address</Message></Response>');

  const call = await world.phones.dials('+14155550164', number);
  await world.pass('30s');

  expect(await world.phones.heard(call.sid)).toEqual(['We text you']);
  expect(await world.phones.received('+14155550164')).toEqual([
    expect.objectContaining({ from: number, body: 'Our address' }),
  ]);
});
