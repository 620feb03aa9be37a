import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { signatureOf } from '../../../lib/program/signature.ts';
import { send } from '../gateway.ts';
import { startVoice, type Voice } from '../voice.ts';

const number = '+12125550100';
let voice: Voice;
beforeAll(async () => {
  voice = await startVoice();
});
afterAll(() => voice.close());

// Guarantee: what a carrier repeats of a call that was deleted changes nothing: it stays deleted, and is billed once.
test('a deleted call is not born again', async () => {
  const tenant = await voice.tenantWith(number, '/voice');
  voice.carrier.phone('+14155550111').dials(number);
  await voice.clock.advanceBy('30s');
  const [call] = (await voice.get(voice.calls, tenant, 'Calls.json')).body['calls'] as {
    sid: string;
    status: string;
  }[];
  expect(call?.status).toBe('completed');
  const sid = call?.sid ?? '';
  const [{ reference } = {}] = (await voice.itemsOf(`RES#${sid}`)) as { reference?: { id: string } }[];
  const uses = await voice.usesOf(sid);
  expect((await voice.remove(voice.calls, tenant, `Calls/${sid}.json`)).status).toBe(204);

  const { PUBLIC_URL = '' } = process.env;
  const repeated = { CallSid: reference?.id ?? '', From: '+14155550111', To: number, Direction: 'inbound' };
  for (const [kind, CallStatus] of [
    ['answer', 'ringing'],
    ['status', 'completed'],
    ['status', 'no-answer'],
  ]) {
    const path = `/carriers/twilio/calls/${kind}`;
    const form = { ...repeated, CallStatus: CallStatus ?? '' };
    const signature = signatureOf('carrier', PUBLIC_URL + path, form);
    const { status } = await send(voice.calls, {
      method: 'POST',
      path,
      form,
      headers: { 'x-twilio-signature': signature },
    }).catch(
      () => ({ status: 200 }), // TwiML is no JSON
    );
    expect({ path, status: status < 300 }).toEqual({ path, status: true });
  }
  expect((await voice.get(voice.calls, tenant, `Calls/${sid}.json`)).status).toBe(404);
  expect((await voice.get(voice.calls, tenant, 'Calls.json')).body['calls']).toEqual([]);
  expect(await voice.usesOf(sid)).toEqual(uses);
});
