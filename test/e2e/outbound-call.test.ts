import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Tenant, World } from './world.ts';

let world: World;
let tenant: Tenant;
let number: string;
beforeAll(async () => {
  world = await World.start();
  tenant = await world.enrol('Outbound');
  number = await tenant.rentNumber();
});
afterAll(() => world?.close());

const phone = '+14155550177';
const everyEvent = ['initiated', 'ringing', 'answered', 'completed'];

/** Places a call whose every status is told to a path of its own. */
async function place(path: string, instructions: { url: string } | { twiml: string }, more = {}) {
  const { client, program } = tenant;
  return client.calls.create({
    from: number,
    to: phone,
    statusCallback: program.url(path),
    statusCallbackEvent: everyEvent,
    ...instructions,
    ...more,
  });
}
const statuses = (path: string) => tenant.program.askedAt(path).map(({ CallStatus }) => CallStatus);

// Guarantee: a call goes out, its program is asked once it is answered, and every change is told in order, once.
test('a call that is answered', async () => {
  const { program, client } = tenant;
  program.answers('/outbound', '<Response><Say>Your parcel is here</Say><Pause length="4"/></Response>');
  await world.phones.script(phone, { answer: { kind: 'answers', after: '3s' } });

  const call = await place('/told', { url: program.url('/outbound') });
  expect(call).toMatchObject({ status: 'queued', direction: 'outbound-api', from: number, to: phone, price: null });
  await world.pass('1m');

  const told = program.askedAt('/told');
  expect(told.map(({ CallStatus }) => CallStatus)).toEqual(['initiated', 'ringing', 'in-progress', 'completed']);
  expect(told.map(({ SequenceNumber }) => SequenceNumber)).toEqual(['0', '1', '2', '3']);
  expect(new Set(told.map(({ CallSid }) => CallSid))).toEqual(new Set([call.sid]));
  expect(program.askedAt('/outbound')).toEqual([
    expect.objectContaining({ CallSid: call.sid, CallStatus: 'in-progress', Direction: 'outbound-api' }),
  ]);
  const [theirs] = await world.phones.callsOf(phone);
  expect(await world.phones.heard(theirs?.sid ?? '')).toEqual(['Your parcel is here']);
  const shown = await client.calls(call.sid).fetch();
  expect(shown).toMatchObject({ status: 'completed', duration: String(theirs?.seconds) });
  expect(told.at(-1)).toMatchObject({ CallDuration: shown.duration });
  expect(program.forged).toEqual([]);
});

// Guarantee: TwiML may come with the request instead of a URL.
test('a call with its TwiML', async () => {
  await world.phones.script(phone, { answer: { kind: 'answers', after: '1s' } });

  const call = await place('/inline', { twiml: '<Response><Say>Short</Say></Response>' });
  await world.pass('30s');

  const [theirs] = await world.phones.callsOf(phone);
  expect(await world.phones.heard(theirs?.sid ?? '')).toEqual(['Short']);
  expect((await tenant.client.calls(call.sid).fetch()).status).toBe('completed');
});

// Guarantee: each way in which a call fails has Twilio's own status, is told as such, and lasts no second.
test.each([
  ['busy', { answer: { kind: 'busy' } }],
  ['no-answer', { answer: { kind: 'no answer' } }],
  ['failed', { answer: { kind: 'unreachable' } }],
] as const)('a call that ends as %s', async (status, script) => {
  await world.phones.script(phone, script);

  const call = await place(`/told-${status}`, { url: tenant.program.url('/unasked') }, { timeout: 20 });
  await world.pass('1m');

  expect(await tenant.client.calls(call.sid).fetch()).toMatchObject({ status, duration: '0' });
  expect(statuses(`/told-${status}`).at(-1)).toBe(status);
  expect(statuses(`/told-${status}`).filter((told) => told === status)).toHaveLength(1);
  expect(tenant.program.askedAt('/unasked')).toEqual([]);
});

// Guarantee: a call that rings can be canceled, and one that talks cannot.
test('a call that is canceled', async () => {
  const { client, program } = tenant;
  await world.phones.script(phone, { answer: { kind: 'by hand' } });

  const call = await place('/told-canceled', { url: program.url('/unasked') });
  await world.pass('2s');
  expect((await client.calls(call.sid).fetch()).status).toBe('ringing');
  await client.calls(call.sid).update({ status: 'canceled' });
  await world.pass('5s');

  expect((await client.calls(call.sid).fetch()).status).toBe('canceled');
  expect(statuses('/told-canceled')).toEqual(['initiated', 'ringing', 'canceled']);

  await world.phones.script(phone, { answer: { kind: 'answers', after: '1s' } });
  const talking = await place('/told-talking', { twiml: '<Response><Pause length="60"/></Response>' });
  await world.pass('5s');
  await expect(client.calls(talking.sid).update({ status: 'canceled' })).rejects.toMatchObject({
    status: 400,
    code: 21220,
  });
  await client.calls(talking.sid).update({ status: 'completed' });
  await world.pass('1s');
  expect(statuses('/told-talking').at(-1)).toBe('completed');
});

// Guarantee: a live call can be given other instructions, by URL and by TwiML, and be ended.
test('a live call that is changed', async () => {
  const { client, program } = tenant;
  program
    .answers('/waiting', '<Response><Say>Please wait</Say><Pause length="120"/><Say>Never</Say></Response>')
    .answers('/instead', '<Response><Say>Somebody is here</Say><Pause length="120"/></Response>');
  await world.phones.script(phone, { answer: { kind: 'answers', after: '1s' } });
  const call = await place('/told-changed', { url: program.url('/waiting') });
  await world.pass('10s');

  await client.calls(call.sid).update({ url: program.url('/instead'), method: 'POST' });
  await world.pass('10s');
  expect(program.askedAt('/instead')).toEqual([expect.objectContaining({ CallSid: call.sid })]);
  await client.calls(call.sid).update({ twiml: '<Response><Say>And now this</Say><Pause length="120"/></Response>' });
  await world.pass('10s');
  await client.calls(call.sid).update({ status: 'completed' });
  await world.pass('1s');

  const [theirs] = await world.phones.callsOf(phone);
  expect(await world.phones.heard(theirs?.sid ?? '')).toEqual(['Please wait', 'Somebody is here', 'And now this']);
  expect(await client.calls(call.sid).fetch()).toMatchObject({
    status: 'completed',
    duration: String(theirs?.seconds),
  });
  await expect(client.calls(call.sid).update({ url: program.url('/instead') })).rejects.toMatchObject({ code: 21220 });
});

// Guarantee: a phone that presses a key in a call that went out is heard like any other.
test('a confirmation by key', async () => {
  const { program } = tenant;
  program
    .answers('/confirm', '<Response><Gather numDigits="1" action="/confirmed"><Say>Press one</Say></Gather></Response>')
    .answers('/confirmed', '<Response><Say>Thank you</Say></Response>');
  await world.phones.script(phone, {
    answer: { kind: 'answers', after: '1s' },
    steps: [
      { act: 'hears', text: 'Press one' },
      { act: 'presses', digits: '1' },
    ],
  });

  await place('/told-confirm', { url: program.url('/confirm') });
  await world.pass('30s');

  expect(program.askedAt('/confirmed')).toEqual([expect.objectContaining({ Digits: '1', Direction: 'outbound-api' })]);
});
