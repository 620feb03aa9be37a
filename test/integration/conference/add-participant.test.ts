import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../eventually.ts';
import { type Credentials, send } from '../gateway.ts';
import { startVoice, type Voice } from '../voice.ts';

const ours = '+12125550100';
const [ann, ben, cat] = ['+14155550101', '+14155550102', '+14155550103'];

// A table engine in Java takes its time on a busy machine.
const slowStartMilliseconds = 120_000;
let voice: Voice;
let tenant: Credentials;
let stranger: Credentials;
beforeAll(async () => {
  voice = await startVoice();
  tenant = await voice.tenantWith(ours, '/mine');
  stranger = await voice.tenantWith('+12125550111', '/theirs');
}, slowStartMilliseconds);
afterAll(() => voice.close());

type Shown = Record<string, unknown>;
type Queue = (event: { Records: object[] }) => Promise<{ batchItemFailures: unknown[] }>;

/** Brings what a resource asked of a queue to that queue's consumer, each twice: a queue delivers at least once. */
async function work(sid: string, queue: 'call' | 'conference', as = tenant): Promise<void> {
  const { handler } = (await import(`../../../functions/${queue}/queue.ts`)) as { handler: Queue };
  for (const message of await voice.outboxOf(sid, queue)) {
    const record = { messageId: '1', body: JSON.stringify({ ...message, accountSid: as.sid }) };
    for (const Records of [[record], [record]]) expect(await handler({ Records })).toEqual({ batchItemFailures: [] });
  }
}
const add = (room: string, form: Record<string, string> = {}, as = tenant) =>
  voice.post(voice.conferences, as, `Conferences/${encodeURIComponent(room)}/Participants.json`, {
    From: ours,
    To: ann,
    ...form,
  });
const conferenceOf = async (sid: string) =>
  (await voice.get(voice.conferences, tenant, `Conferences/${sid}.json`)).body as Shown;
const participants = async (sid: string) =>
  (await voice.get(voice.conferences, tenant, `Conferences/${sid}/Participants.json`)).body['participants'] as Shown[];
const callOf = async (sid: string) => (await voice.get(voice.calls, tenant, `Calls/${sid}.json`)).body as Shown;
const configure = (microService: string, settings: object, as = voice.platform.operator) =>
  send(voice.platform.accountApi, {
    method: 'POST',
    path: `/v1/Accounts/${tenant.sid}/MicroServices/${microService}`,
    as,
    json: settings,
  });

// Guarantee: two who are dialled by the room's name meet in the one conference that the first answer named, and the bill
// has each one's leg as an outbound call and each one's stay.
test('a conference that dials out, from nobody to nobody', async () => {
  voice.carrier.phone(ann).answersAfter('2s').hangsUpAfter('60s');
  voice.carrier.phone(ben).answersAfter('4s').hangsUpAfter('40s');
  const events = { ConferenceStatusCallback: `${voice.programUrl}/events` };
  const first = await add('sales room', {
    ...events,
    ConferenceStatusCallbackEvent: 'start join leave end',
    Label: 'ann b.',
  });
  expect(first).toMatchObject({
    status: 201,
    body: { status: 'queued', label: 'ann b.', muted: false, queue_time: '0' },
  });
  const sid = String(first.body['conference_sid']);
  const second = await add('sales room', { To: ben, Muted: 'true' });
  expect(second.body).toMatchObject({ conference_sid: sid, muted: true });
  expect(await conferenceOf(sid)).toMatchObject({ sid, status: 'init', friendly_name: 'sales room' });
  const calls = [String(first.body['call_sid']), String(second.body['call_sid'])] as const;

  await work(sid, 'call');
  expect(await callOf(calls[0])).toMatchObject({ to: ann, from: ours, direction: 'outbound-api', status: 'queued' });
  await voice.clock.advanceBy('2s');
  const statuses = async () => (await participants(sid)).map(({ status }) => status);
  expect(await statuses()).toEqual(['ringing', 'ringing']);
  await voice.clock.advanceBy('10s');
  expect(await statuses()).toEqual(['connected', 'connected']);
  expect((await participants(sid)).map(({ muted }) => muted).toSorted()).toEqual([false, true]); // One instant: no order.
  const byLabel = await voice.get(voice.conferences, tenant, `Conferences/${sid}/Participants/ann%20b..json`);
  expect(byLabel.body).toMatchObject({ call_sid: calls[0], status: 'connected' });
  expect(await conferenceOf(sid)).toMatchObject({ status: 'in-progress' });

  await voice.clock.advanceBy('90s');
  expect(await conferenceOf(sid)).toMatchObject({ status: 'completed' });
  expect(await participants(sid)).toEqual([]);
  const stays = (await voice.usesOf(sid)).map((use) => use.replace(/#\d+: .*/, ''));
  expect(stays).toEqual([`conference-participants#${sid}`, `conference-participants#${sid}`]);
  for (const call of calls)
    expect(await voice.usesOf(call)).toEqual([expect.stringMatching(`^calls-outbound#${call}#0: [46]0$`)]);
  const told = (await voice.outboxOf(sid, 'callback')).map(({ input }) => input.parameters?.['StatusCallbackEvent']);
  expect(told.toSorted()).toEqual([
    'conference-end',
    'conference-start',
    'participant-join',
    'participant-join',
    'participant-leave',
    'participant-leave',
  ]);
  const again = await add(sid, { To: cat });
  expect(again).toMatchObject({ status: 400, body: { code: 16099 } });
  const next = await add('sales room', { To: cat });
  expect(next.body['conference_sid']).not.toBe(sid);
});

// Guarantee: who is dialled by the SID or by the name comes into the conference in which others already are.
test('one who is added to a meeting that is under way', async () => {
  voice.twiml['/mine'] = '<Response><Dial><Conference>standup</Conference></Dial></Response>';
  for (const caller of [ann, ben]) voice.carrier.phone(caller).hangsUpAfter('10m').dials(ours);
  await voice.clock.advanceBy('5s');
  const [{ sid = '' } = {}] = (await voice.get(voice.conferences, tenant, 'Conferences.json?FriendlyName=standup'))
    .body['conferences'] as Record<string, string>[];
  voice.carrier.phone(cat).answersAfter('1s').hangsUpAfter('10m');
  const added = await add(sid, { To: cat, Label: 'cat', EndConferenceOnExit: 'true' });
  expect(added.body).toMatchObject({ conference_sid: sid, end_conference_on_exit: true });
  expect((await add('standup', { To: cat, Label: 'cat' })).body).toMatchObject({ code: 16025 });
  expect((await add(sid, { To: cat }, stranger)).body).toMatchObject({ code: 20404 });
  await work(sid, 'call');
  await voice.clock.advanceBy('10s');
  expect(await participants(sid)).toHaveLength(3);
  const removed = await voice.remove(voice.conferences, tenant, `Conferences/${sid}/Participants/cat.json`);
  expect(removed.status).toBe(204);
  await voice.clock.advanceBy('10s');
  expect(await conferenceOf(sid)).toMatchObject({ status: 'completed' });
  expect(await voice.usesOf(sid)).toHaveLength(3);
});

// Guarantee: whoever does not come leaves nothing half-made: the call shows why, and the conference that was made for it ends.
test.each([
  ['busy', (phone: string) => voice.carrier.phone(phone).busy(), 'busy'],
  ['unreachable', (phone: string) => voice.carrier.phone(phone).unreachable(), 'failed'],
])('one who is %s', async (_name, script, status) => {
  script('+14155550120');
  const { body } = await add(`nobody-${status}`, { To: '+14155550120' });
  const [sid, call] = [String(body['conference_sid']), String(body['call_sid'])];
  await work(sid, 'call');
  await voice.clock.advanceBy('10s');
  expect(await callOf(call)).toMatchObject({ status });
  await work(call, 'conference');
  expect(await conferenceOf(sid)).toMatchObject({ status: 'completed' });
  expect(await participants(sid)).toEqual([]);
  expect(await voice.itemsOf(`MAP#room#${tenant.sid}#nobody-${status}`)).toEqual([]);
});

// Guarantee: what the carrier refuses is a failed call and a Notification, and its conference ends.
test('one whom the carrier does not call', async () => {
  const { body } = await add('refused', { To: '+15005550004' }); // Twilio's magic number: it is refused there.
  const [sid, call] = [String(body['conference_sid']), String(body['call_sid'])];
  await work(sid, 'call');
  expect(await callOf(call)).toMatchObject({ status: 'failed', duration: '0' });
  const notified = await voice.get(voice.calls, tenant, `Calls/${call}/Notifications.json`);
  expect(notified.body['notifications']).toHaveLength(1);
  await work(call, 'conference');
  expect(await conferenceOf(sid)).toMatchObject({ status: 'completed' });
});

// Guarantee: who is on the way is not called any more once removed, or once the conference is ended.
test('one who is called off', async () => {
  voice.carrier.phone(ann).noAnswer();
  const { body } = await add('called off');
  const [sid, call] = [String(body['conference_sid']), String(body['call_sid'])];
  await work(sid, 'call');
  await voice.clock.advanceBy('3s');
  const muted = await voice.post(voice.conferences, tenant, `Conferences/${sid}/Participants/${call}.json`, {
    Muted: 'true',
  });
  expect(muted.body).toMatchObject({ code: 16099 });
  const ended = await voice.post(voice.conferences, tenant, `Conferences/${sid}.json`, { Status: 'completed' });
  expect(ended.body).toMatchObject({ status: 'completed' });
  await work(sid, 'call');
  await voice.clock.advanceBy('3s');
  await work(call, 'conference');
  expect(await callOf(call)).toMatchObject({ status: 'canceled' });
  expect(await conferenceOf(sid)).toMatchObject({ status: 'completed' });
});

// Guarantee: without calls a conference dials out only where the operator lets it, which no tenant can let itself.
test('the operator’s allowance', async () => {
  const inForce = (code: number | undefined) => async () => (await add('allowed')).body['code'] === code;
  expect((await configure('conference', { DialOut: true }, tenant)).body).toMatchObject({ code: 20006 });
  await configure('call', { Enabled: false });
  await eventually('calls to be disabled', inForce(20010));
  await configure('conference', { DialOut: true });
  await eventually('conferences to dial out', inForce(undefined));
  voice.carrier.phone(ann).answersAfter('1s').hangsUpAfter('10s');
  const { body } = await add('allowance');
  const [sid, call] = [String(body['conference_sid']), String(body['call_sid'])];
  await work(sid, 'call');
  await voice.clock.advanceBy('30s');
  expect(await voice.usesOf(call)).toEqual([`calls-outbound#${call}#0: 10`]);
  expect(await voice.usesOf(sid)).toEqual([expect.stringMatching(/: (9|10)$/)]);
  await configure('call', { Enabled: true, AllowedDestinations: ['+1'] });
  await eventually(
    'calls to be enabled',
    async () => (await voice.get(voice.calls, tenant, 'Calls.json')).status === 200,
  );
});

// Guarantee: bad input is refused by name, and writes nothing.
test.each([
  ['room', { From: 'x' }, 21212, 'x'],
  ['room', { To: 'sip:ann@example.com' }, 21211, 'sip:'],
  ['room', { To: '+4930901820' }, 21215, '+4930901820'],
  ['room', { From: '+12125550199' }, 21210, '+12125550199'],
  ['room', { Label: 'a/b' }, 16024, 'a/b'],
  ['room', { Label: `CA${'0'.repeat(32)}` }, 16024, 'CA0'],
  ['room', { Coaching: 'true' }, 20001, 'CallSidToCoach: must be given'],
  ['room', { CallSidToCoach: 'ann' }, 20001, 'CallSidToCoach: must be the SID'],
  ['room', { CallSidToCoach: `CA${'0'.repeat(32)}` }, 16028, 'CA0'],
  ['room', { CallToken: 'x' }, 20001, 'CallToken: is not offered'],
  ['room', { EarlyMedia: 'perhaps' }, 20001, 'EarlyMedia'],
  ['room', { ConferenceStatusCallbackEvent: 'begin' }, 20001, 'ConferenceStatusCallbackEvent'],
  ['room', { MaxParticipants: '1' }, 20001, 'MaxParticipants'],
  [' room', {}, 20404, 'room'],
  [`CF${'0'.repeat(32)}`, {}, 20404, 'CF0'],
])('%s %p', async (room, form, code, names) => {
  const before = await voice.platform.items();
  const answer = await add(room, form);
  expect(answer.body).toMatchObject({ code });
  expect(String(answer.body['message'])).toContain(names);
  expect(await voice.platform.items()).toEqual(before);
});
