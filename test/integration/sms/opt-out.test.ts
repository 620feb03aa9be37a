import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Messaging, numbers, startMessaging } from './messaging.ts';

let messaging: Messaging;
beforeAll(async () => {
  messaging = await startMessaging({ CARRIER_OPT_OUT: 'platform' });
});
afterAll(() => messaging.close());
beforeEach(async () => {
  await messaging.drain();
  messaging.upstream.takes('accept');
  messaging.program.answers.clear();
  messaging.program.asked.length = 0;
});

type Tenant = Awaited<ReturnType<Messaging['tenantWith']>>;
let counted = 0;
/** A text from a person to a number, with all that follows from it. */
async function says(From: string, Body: string, To: string = numbers.own): Promise<void> {
  counted += 1;
  const form = { MessageSid: `SM${String(counted).padStart(32, '0')}`, From, To, Body, NumMedia: '0' };
  expect((await messaging.webhook('/carriers/twilio/messages/receive', form)).status).toBe(200);
  await messaging.drain();
}
const sent = () =>
  messaging.upstream.taken.map(({ form }) => `${form.get('From')}→${form.get('To')}: ${form.get('Body')}`);
const code = async (post: Promise<{ body: Record<string, unknown> }>) => (await post).body['code'];
const hello = (tenant: Tenant, To: string) => tenant.post({ To, From: tenant.number, Body: 'Hello' });

// Guarantee: who says STOP gets one confirmation and no message more, until they say START; the program hears of each.
test('STOP and START', async () => {
  const tenant = await messaging.tenantWith({ StopConfirmation: 'Bye', StartConfirmation: 'Hi again' });
  const person = '+15550181';

  await says(person, 'stop', tenant.number);
  await says(person, 'STOP', tenant.number);
  expect(sent()).toEqual([`${tenant.number}→${person}: Bye`]);
  expect(messaging.program.asked.map(({ parameters }) => parameters['OptOutType'])).toEqual(['STOP', 'STOP']);

  const before = await messaging.platform.items();
  expect(await hello(tenant, person)).toMatchObject({ status: 400, body: { code: 21610 } });
  expect(await messaging.platform.items()).toEqual(before);

  await says(person, 'Yes', tenant.number);
  expect(sent().slice(1)).toEqual([`${tenant.number}→${person}: Hi again`]);
  expect(messaging.program.asked.at(-1)?.parameters).toMatchObject({ OptOutType: 'START', Body: 'Yes' });
  expect(await hello(tenant, person)).toMatchObject({ status: 201 });
});

// Guarantee: an opt-out is for one account's one number: others, and other people, are as before.
test('pairs are apart', async () => {
  const tenant = await messaging.tenantWith({});
  await messaging.ownNumber(tenant.tenant, '+15550398');
  await says('+15550182', 'STOPALL', tenant.number);

  expect(await code(hello(tenant, '+15550182'))).toBe(21610);
  expect(await hello(tenant, '+15550183')).toMatchObject({ status: 201 });
  const { post } = tenant;
  expect(await post({ To: '+15550182', From: '+15550398', Body: 'x' })).toMatchObject({ status: 201 });
  expect((await messaging.send({ To: '+15550182', From: numbers.own, Body: 'x' })).status).toBe(201);
});

// Guarantee: HELP is answered in the account's words; what was set empty is not sent; START by who never stopped changes nothing.
test('HELP, and words that an account does not want', async () => {
  const one = await messaging.tenantWith({ HelpText: 'Call us' });
  const other = await messaging.tenantWith({ HelpText: '', StopConfirmation: '' });
  await says('+15550184', 'INFO', one.number);
  await says('+15550184', 'START', one.number);
  await says('+15550184', 'HELP', other.number);
  await says('+15550184', 'QUIT', other.number);

  expect(sent()).toEqual([`${one.number}→+15550184: Call us`]);
  expect(await code(hello(other, '+15550184'))).toBe(21610);
});

// Guarantee: the words that are built in say how to come back, and are metered like any message of the account.
test('built-in words', async () => {
  const tenant = await messaging.tenantWith({});
  await says('+15550185', 'END', tenant.number);
  expect(sent()).toEqual([expect.stringContaining('START')]);
  const [confirmation] = (await messaging.items('RES#SM')).filter(({ confirmsOptOut }) => confirmsOptOut === true);
  expect(confirmation).toMatchObject({ direction: 'outbound-reply', accountSid: expect.any(String) });
});

// Guarantee: a repeated webhook is the same keyword: it undoes no later one, and is confirmed once.
test('a STOP that the carrier repeats after a START', async () => {
  const tenant = await messaging.tenantWith({});
  const person = '+15550186';
  const stop = { MessageSid: `SM${'a'.repeat(32)}`, From: person, To: tenant.number, Body: 'STOP', NumMedia: '0' };
  const receive = () => messaging.webhook('/carriers/twilio/messages/receive', stop);
  await Promise.all(Array.from({ length: 10 }, receive));
  await says(person, 'START', tenant.number);
  await receive();
  await messaging.drain('again');

  expect(sent()).toHaveLength(2);
  expect(await hello(tenant, person)).toMatchObject({ status: 201 });
});

// Guarantee: a program's answer does not reach who has just said STOP: it is a Notification, and no message.
test('a program that answers a STOP', async () => {
  messaging.program.answers.set('/sms', { body: '<Response><Message>Please stay</Message></Response>' });
  const tenant = await messaging.tenantWith({ StopConfirmation: 'Bye' });
  await says('+15550187', 'CANCEL', tenant.number);

  expect(sent()).toEqual([`${tenant.number}→+15550187: Bye`]);
  const notices = (await messaging.items('RES#NO')).filter(({ accountSid }) => accountSid === tenant.tenant.sid);
  expect(notices).toEqual([expect.objectContaining({ errorCode: 21610 })]);
});

// Guarantee: a message that waits when its receiver says STOP has failed, and is not billed.
test('STOP while a message waits', async () => {
  const tenant = await messaging.tenantWith({});
  messaging.upstream.takes('throttle');
  const { body } = await hello(tenant, '+15550188');
  messaging.upstream.takes('accept');
  await says('+15550188', 'STOP', tenant.number);
  await messaging.work({ due: { at: 0, what: 'message.send', id: body['sid'] } });

  expect(sent()).toHaveLength(1); // the confirmation
  const [message] = await messaging.items(`RES#${body['sid']}`);
  expect(message).toMatchObject({ status: 'failed', errorCode: 21610 });
  expect((await messaging.items('USE#')).filter(({ resourceSid }) => resourceSid === body['sid'])).toEqual([
    expect.objectContaining({ quantity: 0 }),
  ]);
});
