import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import twilio from 'twilio';
import { localClient } from '../../docs/sdk/node/local-client.ts';
import { eventually } from '../eventually.ts';
import { Phones } from './phones.ts';
import { Program } from './program.ts';
import { freePort, type Started, start } from './started.ts';

const directory = mkdtempSync(join(tmpdir(), 'tallyline-restart-'));
let running: Started | undefined;
let program: Program | undefined;
afterAll(async () => {
  await running?.stop();
  await program?.close();
  rmSync(directory, { recursive: true, force: true });
});

// Guarantee: usage that was written just before the platform was killed is rated after it, once, and everything else is
// still there: accounts, tokens, numbers with their mapping, calls.
test('killed between the usage and its rating', async () => {
  const port = await freePort();
  running = await start({ directory, port });
  const [tenant] = running.platform.tenants;
  if (tenant === undefined) throw new Error('No tenant was enrolled');
  const client = localClient(running.platform.platform.url, tenant.accountSid, tenant.authToken);
  program = await new Program(tenant.authToken).start();
  program.answers('/voice', '<Response><Say>Hello</Say><Pause length="600"/></Response>');
  const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: tenant.phoneNumber });
  await client.incomingPhoneNumbers(number?.sid ?? '').update({ voiceUrl: program.url('/voice') });
  const dialled = await new Phones(running.platform.control.url).dials('+14155550121', tenant.phoneNumber);
  const call = await eventually('the call to be answered', async () =>
    (await client.calls.list({ status: 'in-progress' })).at(0),
  );
  expect(call.price).toBeNull();

  // What carries events to the functions stands still, so that nothing is rated; the functions go on.
  running.freeze();
  const told = await tellEnd(running.platform, dialled.sid, tenant.phoneNumber);
  expect(told.status).toBe(204);
  const ended = await client.calls(call.sid).fetch();
  expect(ended).toMatchObject({ status: 'completed', duration: '61', price: null });
  await running.kill();

  running = await start({ directory, port });
  expect(running.platform.tenants).toContainEqual(tenant);
  const rated = await eventually('the price', async () => {
    const shown = await client.calls(call.sid).fetch();
    return shown.price === null ? undefined : shown;
  });
  expect(rated).toMatchObject({ status: 'completed', duration: '61', price: '-0.01700' });
  const [record] = await client.usage.records.list({ category: 'calls-inbound' });
  expect(record).toMatchObject({ count: '1', usage: '2', price: 0.017 });

  const again = new Phones(running.platform.control.url);
  const second = await again.dials('+14155550122', tenant.phoneNumber);
  await eventually('the program to be heard', async () => (await again.heard(second.sid)).includes('Hello'));
  await again.hangsUp(second.sid);
});

/** The carrier's last webhook of a call, signed as the carrier signs it. */
async function tellEnd({ platform, carrier }: Started['platform'], callSid: string, to: string): Promise<Response> {
  const url = `${platform.url}/carriers/twilio/calls/status`;
  const parameters = {
    AccountSid: carrier.accountSid,
    CallSid: callSid,
    CallStatus: 'completed',
    CallDuration: '61',
    Direction: 'inbound',
    From: '+14155550121',
    To: to,
  };
  return fetch(url, {
    method: 'POST',
    headers: { 'x-twilio-signature': twilio.getExpectedTwilioSignature(carrier.authToken, url, parameters) },
    body: new URLSearchParams(parameters),
  });
}
