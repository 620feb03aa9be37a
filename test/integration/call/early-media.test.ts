import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Credentials } from '../gateway.ts';
import { startVoice, type Voice } from '../voice.ts';

const ours = '+14155550100';
let voice: Voice;
let tenant: Credentials;
beforeAll(async () => {
  voice = await startVoice();
  tenant = await voice.tenantWith(ours, '/voice');
});
afterAll(() => voice?.close());

/** The last call that came in. */
const newest = async () => {
  const { body } = await voice.get(voice.calls, tenant, 'Calls.json');
  return (body['calls'] as Record<string, unknown>[]).find((call) => call['direction'] === 'inbound');
};

// Guarantee: what does not pick up the phone leaves it ringing: a caller who hangs up then has talked to nobody, pays for nothing,
// and the call is over.
test.each([
  ['a pause before the first word', '<Pause length="30"/><Say>Hello</Say>'],
  ['an agent who is awaited with answerOnBridge', '<Dial answerOnBridge="true" timeout="30">+15550199009</Dial>'],
])('%s', async (_, verbs) => {
  voice.twiml['/voice'] = `<Response>${verbs}</Response>`;
  voice.carrier.phone('+15550199009').noAnswer();

  const call = voice.carrier.phone('+15550199008').dials(ours);
  await voice.clock.advanceBy('5s');
  expect(await newest()).toMatchObject({ status: 'ringing', duration: null });
  call.hangsUp();
  await voice.clock.advanceBy('5s');

  const ended = await newest();
  expect(ended).toMatchObject({ status: 'no-answer', duration: '0', direction: 'inbound' });
  expect(await voice.usesOf(String(ended?.['sid']))).toEqual([`calls-inbound#${ended?.['sid']}#0: 0`]);
});

// Guarantee: once the pause is over the phone is picked up, and the call is as long as it was talked.
test('a pause, and then a word', async () => {
  voice.twiml['/voice'] =
    '<Response><Pause length="10"/><Gather action="/next" timeout="60"><Say>Hello</Say></Gather></Response>';
  voice.twiml['/next'] = '<Response><Pause length="60"/></Response>';

  const call = voice.carrier.phone('+15550199008').dials(ours);
  await voice.clock.advanceBy('11s');
  call.presses('1#');
  await voice.clock.advanceBy('4s');
  expect(await newest()).toMatchObject({ status: 'in-progress' });
  call.hangsUp();
  await voice.clock.advanceBy('1s');

  const ended = await newest();
  expect(ended).toMatchObject({ status: 'completed', duration: String(call.seconds) });
  expect(call.seconds).toBeLessThanOrEqual(6);
});
