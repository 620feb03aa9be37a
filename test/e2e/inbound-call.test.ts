import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { silence } from './program.ts';
import { type Tenant, World } from './world.ts';

let world: World;
let tenant: Tenant;
let number: string;
beforeAll(async () => {
  world = await World.start();
  tenant = await world.enrol('Inbound');
  number = await tenant.rentNumber();
});
afterAll(() => world?.close());

const caller = '+14155550142';

// Guarantee: a phone dials a tenant's number and is led by the tenant's own program, verb by verb, through signed requests.
test('a menu: Say, Gather, Play, Pause, Redirect, Hangup', async () => {
  const { program, client } = tenant;
  program
    .answers(
      '/voice',
      `<Response>
        <Gather action="/choice" numDigits="1" timeout="5"><Say>Press one for opening hours</Say></Gather>
        <Say>You pressed nothing</Say>
      </Response>`,
    )
    .answers(
      '/choice',
      '<Response><Play>/tune.wav</Play><Pause length="2"/><Redirect>/goodbye?reason=done</Redirect><Say>Never</Say></Response>',
    )
    .answers('/goodbye', '<Response><Say>Goodbye</Say><Hangup/><Say>Never</Say></Response>')
    .answers('/tune.wav', { type: 'audio/wav', body: silence(3) });

  const call = await world.phones.dials(caller, number, { steps: [{ act: 'presses', digits: '1' }] });
  await world.pass('1m');

  expect(await world.phones.heard(call.sid)).toEqual([
    'Press one for opening hours',
    expect.stringContaining('tune.wav'),
    'Goodbye',
  ]);
  const [asked] = program.askedAt('/voice');
  expect(asked).toMatchObject({
    AccountSid: tenant.sid,
    ApiVersion: '2010-04-01',
    CallSid: expect.stringMatching(/^CA[0-9a-f]{32}$/),
    CallStatus: 'ringing',
    Direction: 'inbound',
    From: caller,
    To: number,
  });
  expect(program.askedAt('/choice')).toEqual([
    expect.objectContaining({ CallSid: asked?.['CallSid'], CallStatus: 'in-progress', Digits: '1' }),
  ]);
  expect(program.askedAt('/goodbye')).toEqual([expect.objectContaining({ reason: 'done' })]);
  const [ended] = program.askedAt('/call-ended');
  const seconds = (await world.phones.call(call.sid)).seconds;
  expect(seconds).toBeGreaterThanOrEqual(5);
  expect(ended).toMatchObject({ CallSid: asked?.['CallSid'], CallStatus: 'completed', CallDuration: String(seconds) });

  const shown = await client.calls(asked?.['CallSid'] ?? '').fetch();
  expect(shown).toMatchObject({
    status: 'completed',
    direction: 'inbound',
    from: caller,
    to: number,
    duration: String(seconds),
    parentCallSid: null,
    accountSid: tenant.sid,
  });
  const between = (shown.endTime.getTime() - shown.startTime.getTime()) / 1_000; // dates are told in whole seconds
  expect(Math.abs(between - seconds)).toBeLessThanOrEqual(1);
  expect(program.forged).toEqual([]);
  expect(call.sid).not.toBe(shown.sid); // the carrier's own SID never shows
});

// Guarantee: who presses nothing is told so by the rest of the document.
test('a Gather that nobody answers', async () => {
  tenant.program.answers(
    '/voice',
    '<Response><Gather action="/unasked" timeout="3"><Say>Press a key</Say></Gather><Say>You pressed nothing</Say></Response>',
  );

  const call = await world.phones.dials(caller, number);
  await world.pass('30s');

  expect(await world.phones.heard(call.sid)).toEqual(['Press a key', 'You pressed nothing']);
  expect(tenant.program.askedAt('/unasked')).toEqual([]);
});

// Guarantee: a rejected call is never answered, and nobody pays for it.
test.each([
  ['', 'no-answer'],
  [' reason="rejected"', 'no-answer'],
  [' reason="busy"', 'busy'],
])('Reject%s', async (reason, status) => {
  const { program, client } = tenant;
  program.answers('/voice', `<Response><Reject${reason}/></Response>`);

  const call = await world.phones.dials(caller, number);
  await world.pass('10s');

  expect(await world.phones.heard(call.sid)).toEqual([]);
  expect((await world.phones.call(call.sid)).seconds).toBe(0);
  const [shown] = await client.calls.list({ limit: 1 });
  expect(shown).toMatchObject({ status, duration: '0', direction: 'inbound' });
});

// Guarantee: a program that fails is asked again, then its fallback is, which is told what went wrong.
test('a program that answers 500', async () => {
  const { program, client } = tenant;
  const [mapped] = await client.incomingPhoneNumbers.list({ phoneNumber: number });
  await client.incomingPhoneNumbers(mapped?.sid ?? '').update({ voiceFallbackUrl: program.url('/fallback') });
  const before = program.askedAt('/voice').length;
  program
    .answers('/voice', { status: 500, body: 'broken' })
    .answers('/fallback', '<Response><Say>We are sorry</Say></Response>');

  const call = await world.phones.dials(caller, number);
  await world.pass('30s');

  expect(await world.phones.heard(call.sid)).toEqual(['We are sorry']);
  expect(program.askedAt('/voice')).toHaveLength(before + 2);
  expect(program.askedAt('/fallback')).toEqual([
    expect.objectContaining({ ErrorCode: '11200', ErrorUrl: program.url('/voice'), From: caller }),
  ]);
});

// Guarantee: who calls a number that nobody has mapped to a program hears that there is nobody, and nothing is billed.
test('a number that was given back', async () => {
  const { client } = tenant;
  const [other] = await client.availablePhoneNumbers('US').local.list({ areaCode: 808, limit: 1 });
  const bought = await client.incomingPhoneNumbers.create({ phoneNumber: other?.phoneNumber ?? '' });
  await client.incomingPhoneNumbers(bought.sid).remove();
  await world.pass('1m');

  await expect(world.phones.dials(caller, bought.phoneNumber)).rejects.toThrow('Nobody has bought');
  expect(await client.incomingPhoneNumbers.list({ phoneNumber: bought.phoneNumber })).toEqual([]);
});
