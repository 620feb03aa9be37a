import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import twilio from 'twilio';
import { type Credentials, type Handler, send } from '../gateway.ts';
import { type Platform, startPlatform } from '../platform.ts';
import { countCommits, fail } from '../store/fault.ts';
import { linkPath, webhookEvent } from './carrier.ts';

let platform: Platform;
let tenant: Credentials;
let call: Handler;
let twiml = '<Response/>';
/** Told by the table before it takes anything. */
const conflicts = 99;
const asked: { url: string; form: Record<string, string>; signatureIsRight: boolean }[] = [];
const ours = '+15550100001';
const caller = '+15550123456';

const program = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
    const url = `${programUrl()}${request.url}`;
    const signature = String(request.headers['x-twilio-signature']);
    asked.push({ url, form, signatureIsRight: twilio.validateRequest(tenant.authToken, signature, url, form) });
    response.writeHead(200, { 'content-type': 'text/xml' }).end(twiml);
  });
});
const programUrl = () => `http://127.0.0.1:${(program.address() as AddressInfo).port}`;

beforeAll(async () => {
  await new Promise<void>((resolve) => program.listen(0, '127.0.0.1', resolve));
  platform = await startPlatform({ ALLOW_PRIVATE_ADDRESSES: 'true' });
  tenant = await platform.enrol();
  call = (await import('../../../functions/call/http.ts')).handler as unknown as Handler;
  await giveNumber(tenant.sid, ours, `${programUrl()}/voice?lang=en`, `${programUrl()}/ended`);
});
afterAll(async () => {
  await platform.close();
  program.close();
});

/** The number as buying it leaves it. */
async function giveNumber(accountSid: string, phoneNumber: string, voiceUrl: string, statusCallback = '') {
  const { putNewNumber } = await import('../../../lib/store/number.ts');
  const { putNumberMapping } = await import('../../../lib/store/mapping.ts');
  const { commit } = await import('../../../lib/store/commit.ts');
  const { newSid } = await import('../../../lib/store/sid.ts');
  const sid = newSid('PN');
  await commit([
    putNewNumber({
      sid,
      accountSid,
      phoneNumber,
      friendlyName: phoneNumber,
      status: 'in-use',
      voiceUrl,
      voiceMethod: 'POST',
      voiceFallbackUrl: '',
      voiceFallbackMethod: 'POST',
      statusCallback,
      statusCallbackMethod: 'POST',
      smsUrl: '',
      smsMethod: 'POST',
      smsFallbackUrl: '',
      smsFallbackMethod: 'POST',
      capabilities: { voice: true, sms: true, mms: false },
      createdAt: 0,
      updatedAt: 0,
      revision: 0,
      outboxCount: 0,
      configurationVersion: 0,
    }),
    putNumberMapping(phoneNumber, { accountSid, resourceSid: sid }),
  ]);
}

const carrierCall = (digit: string) => `CA${digit.repeat(32)}`;
const deliver = async (path: string, parameters: Record<string, string>, signedWith?: string) => {
  const answer = await call(webhookEvent(path, parameters, signedWith), context);
  return { status: answer.statusCode, body: answer.body ?? '' };
};
const context = { getRemainingTimeInMillis: () => 29_000 } as never;
const answer = (digit: string, parameters: Record<string, string> = {}) =>
  deliver('/carriers/twilio/calls/answer', {
    CallSid: carrierCall(digit),
    From: caller,
    To: ours,
    CallStatus: 'ringing',
    Direction: 'inbound',
    ...parameters,
  });
const calls = async (as = tenant) => {
  const { body } = await send(call, { method: 'GET', path: `/2010-04-01/Accounts/${as.sid}/Calls.json`, as });
  return body['calls'] as Record<string, unknown>[];
};
const itemsOf = async (prefix: string) =>
  (await platform.items()).filter((item) => String(item['PK']).startsWith(prefix));

// Guarantee: a call that comes in is born once, asked for in the tenant's own terms, and answered with rewritten TwiML.
test('an inbound call is answered by its number’s program', async () => {
  twiml = '<Response><Say>Hello</Say><Gather action="next" numDigits="1"/></Response>';
  const first = await answer('1');
  const again = await answer('1');

  expect(first.status).toBe(200);
  expect(first.body).toContain('<Say>Hello</Say>');
  expect(first.body).toMatch(
    /action="http:\/\/127\.0\.0\.1:1\/carriers\/twilio\/calls\/continue\?link=[^"]+#rc=5&amp;rp=all"/,
  );
  expect(first.body).not.toContain('next');
  expect(again.body).toBe(first.body);
  const [shown, ...others] = await calls();
  expect(others).toEqual([]);
  expect(shown).toMatchObject({ status: 'in-progress', direction: 'inbound', from: caller, to: ours, price: null });
  expect(asked).toHaveLength(2);
  expect(asked[0]).toMatchObject({
    signatureIsRight: true,
    form: {
      AccountSid: tenant.sid,
      CallSid: shown?.['sid'],
      CallStatus: 'ringing',
      Direction: 'inbound',
      From: caller,
      To: ours,
    },
  });
  expect(JSON.stringify(asked)).not.toContain(carrierCall('1'));
});

// Guarantee: a carrier that repeats itself, even at one instant, never makes a tenant pay twice.
test.each([1, 2, 100])('%i reports of a call’s end make one usage event and one callback', async (reports) => {
  twiml = '<Response><Hangup/></Response>';
  const digit = { 1: '2', 2: '3', 100: '4' }[reports] ?? '';
  await answer(digit);
  const [shown] = await calls();
  const sid = String(shown?.['sid']);
  const end = () =>
    deliver('/carriers/twilio/calls/status', {
      CallSid: carrierCall(digit),
      From: caller,
      To: ours,
      CallStatus: 'completed',
      CallDuration: '61',
    });

  const answers = await Promise.all(Array.from({ length: reports }, end));

  expect(answers.map(({ status }) => status)).toEqual(Array(reports).fill(204));
  const usage = (await itemsOf('USE#')).filter((item) => item['resourceSid'] === sid);
  expect(usage).toMatchObject([{ SK: `calls-inbound#${sid}#0`, quantity: 61, meter: 'calls-inbound' }]);
  expect(usage).toMatchObject([{ destination: caller, origin: ours }]); // decks price by the far end
  const callbacks = (await itemsOf(`OUT#${sid}`)) as { input: { parameters: Record<string, string> } }[];
  expect(callbacks).toHaveLength(1);
  expect(callbacks[0]?.input.parameters).toMatchObject({
    CallStatus: 'completed',
    CallDuration: '61',
    SequenceNumber: '0',
  });
});

// Guarantee: and so it is where the table tells of conflicts, and the carrier asks again where it was refused: of 100 reports at
// once one is written and 99 change nothing (billing.md, Proof).
test('100 reports of a call’s end at once, with conflicts', async () => {
  await answer('a');
  const [shown] = await calls();
  const sid = String(shown?.['sid']);
  const end = { CallSid: carrierCall('a'), From: caller, To: ours, CallStatus: 'completed', CallDuration: '61' };
  const untilTaken = async (): Promise<void> => {
    const { status } = await deliver('/carriers/twilio/calls/status', end);
    if (status !== 204) await untilTaken();
  };
  const commits = await countCommits();
  const heal = await fail({ times: conflicts, codes: ['TransactionConflict', 'None'] });
  await Promise.all(Array.from({ length: 100 }, untilTaken));
  heal();
  commits.stop();

  const usage = (await itemsOf('USE#')).filter((item) => item['resourceSid'] === sid);
  console.log(
    `100 reports of a call's end at once, ${conflicts} conflicts injected: ` +
      `${usage.length} usage event, ${100 - commits.seen()} reports that changed nothing`,
  );
  expect(usage).toMatchObject([{ SK: `calls-inbound#${sid}#0`, quantity: 61 }]);
  expect(commits.seen()).toBe(1);
  expect(await itemsOf(`OUT#${sid}`)).toHaveLength(1);
});

// Guarantee: who names no status callback is told where the account's settings say, in the way that they say.
test('the account’s own event callback', async () => {
  const { changeConfiguration } = await import('../../../lib/store/configuration.ts');
  const { commit } = await import('../../../lib/store/commit.ts');
  const other = await platform.enrol();
  const settings = { EventCallbackUri: `${programUrl()}/events`, EventCallbackMethod: 'GET' };
  const change = { accountSid: other.sid, microService: 'call', from: 0, settings, changedBy: other.sid, changedAt: 0 };
  await commit(changeConfiguration(change));
  await giveNumber(other.sid, '+15550100003', `${programUrl()}/voice`);
  twiml = '<Response><Say>Hello</Say></Response>';
  await answer('9', { To: '+15550100003' });
  const ended = {
    CallSid: carrierCall('9'),
    From: caller,
    To: '+15550100003',
    CallStatus: 'completed',
    CallDuration: '1',
  };
  await deliver('/carriers/twilio/calls/status', ended);

  const [call] = await calls(other);
  const callbacks = (await itemsOf(`OUT#${call?.['sid']}`)) as { input: Record<string, unknown> }[];
  expect(callbacks.map(({ input }) => input)).toMatchObject([{ url: settings.EventCallbackUri, method: 'GET' }]);
});

// Guarantee: a `<Dial>` leg is born by its first report and is a call of its own, metered by itself.
test('a leg has its parent and its own seconds', async () => {
  await answer('5');
  const [parent] = await calls();
  const path = await linkPath('calls/status', { accountSid: tenant.sid, parentSid: String(parent?.['sid']) });
  const leg = { CallSid: carrierCall('6'), From: ours, To: '+15550199', ParentCallSid: carrierCall('5') };

  await deliver(path, { ...leg, CallStatus: 'initiated' });
  await deliver(path, { ...leg, CallStatus: 'in-progress' });
  await deliver(path, { ...leg, CallStatus: 'completed', CallDuration: '12' });

  const child = (await calls()).find((one) => one['parent_call_sid'] === parent?.['sid']);
  expect(child).toMatchObject({ direction: 'outbound-dial', status: 'completed', duration: '12', to: '+15550199' });
  expect((await itemsOf('USE#')).find((item) => item['resourceSid'] === child?.['sid'])).toMatchObject({
    meter: 'calls-outbound',
    quantity: 12,
    destination: '+15550199',
  });
});

// Guarantee: a webhook that is not the carrier's, or whose link is forged, leaves no trace.
test('a wrong signature and a forged link are 403, and nothing is written', async () => {
  const before = await platform.items();
  const path = await linkPath('calls/status', { accountSid: tenant.sid, callSid: String((await calls())[0]?.['sid']) });
  const forged = path.replace(/link=.{8}/, 'link=AAAAAAAA');
  const end = { CallSid: carrierCall('5'), CallStatus: 'completed', CallDuration: '1' };

  expect((await deliver(path, end, 'not the token')).status).toBe(403);
  expect((await deliver(forged, end)).status).toBe(403);
  expect((await deliver('/carriers/telnyx/calls/status', end)).status).toBe(404);
  expect((await deliver('/carriers/twilio/calls/status', { CallSid: carrierCall('5') })).status).toBe(400);
  expect(await platform.items()).toEqual(before);
});

// Guarantee: nobody's number is rejected, and what rejects a call does not answer it.
test('calls that are rejected', async () => {
  expect((await answer('7', { To: '+15550100002' })).body).toContain('<Reject/>');
  twiml = '<Response><Reject reason="busy"/></Response>';
  expect((await answer('8')).body).toContain('<Reject reason="busy"/>');
  expect((await calls())[0]).toMatchObject({ status: 'ringing', start_time: null });
});

// Guarantee: bad input gets Twilio's code and writes nothing.
test.each<[string, Record<string, string>, number]>([
  ['no To', { From: ours, Url: 'https://example.com' }, 21201],
  ['no From', { To: caller, Url: 'https://example.com' }, 21213],
  ['a To that is no number', { To: 'nobody', From: ours, Url: 'https://example.com' }, 21211],
  ['a From that is no number', { To: caller, From: 'me', Url: 'https://example.com' }, 21212],
  ['someone else’s From', { To: caller, From: '+15550100009', Url: 'https://example.com' }, 21210],
  ['no instructions', { To: caller, From: ours }, 21205],
  ['a malformed Url', { To: caller, From: ours, Url: 'example' }, 21205],
  ['malformed TwiML', { To: caller, From: ours, Twiml: '<Response>' }, 12100],
  ['a verb that is not offered', { To: caller, From: ours, Twiml: '<Response><Pay/></Response>' }, 12200],
  ['an unknown event', { To: caller, From: ours, Twiml: '<Response/>', StatusCallbackEvent: 'answerd' }, 20001],
  ['an application', { To: caller, From: ours, ApplicationSid: `AP${'0'.repeat(32)}` }, 21218],
  ['a Timeout out of bounds', { To: caller, From: ours, Twiml: '<Response/>', Timeout: '601' }, 21208],
  ['SendDigits that are none', { To: caller, From: ours, Twiml: '<Response/>', SendDigits: '1x' }, 21206],
  ['a detection in the background', { To: caller, From: ours, Twiml: '<Response/>', AsyncAmd: 'true' }, 20001],
  ['a trunk', { To: caller, From: ours, Twiml: '<Response/>', Byoc: `BY${'0'.repeat(32)}` }, 20001],
])('a call with %s is refused', async (_case, form, code) => {
  const before = await platform.items();
  const path = `/2010-04-01/Accounts/${tenant.sid}/Calls.json`;
  const { status, body } = await send(call, { method: 'POST', path, as: tenant, form });
  expect({ status, code: body['code'] }).toEqual({ status: 400, code });
  expect(await platform.items()).toEqual(before);
});

// Guarantee: no tenant finds another's call, whatever it asks.
test('a foreign call does not exist', async () => {
  const stranger = await platform.enrol();
  const [mine] = await calls();
  const own = `/2010-04-01/Accounts/${stranger.sid}/Calls/${mine?.['sid']}.json`;
  const foreign = `/2010-04-01/Accounts/${tenant.sid}/Calls/${mine?.['sid']}.json`;
  for (const path of [own, foreign]) {
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      const form = method === 'POST' ? { Status: 'completed' } : undefined;
      const reply = await send(call, { method, path, as: stranger, ...(form && { form }) });
      expect([reply.status, reply.body['code']]).toEqual([404, 20404]);
    }
  }
  expect((await send(call, { method: 'GET', path: foreign })).status).toBe(401);
});
