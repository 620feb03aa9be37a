import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { type Credentials, send } from '../gateway.ts';
import { startVoice, type Voice } from '../voice.ts';

const [ours, theirs] = ['+12125550100', '+12125550111'];
const [ann, ben, cat, dan] = ['+14155550101', '+14155550102', '+14155550103', '+14155550104'];

// A table engine in Java takes its time on a busy machine.
const slowStartMilliseconds = 120_000;
let voice: Voice;
let tenant: Credentials;
let stranger: Credentials;

beforeAll(async () => {
  voice = await startVoice();
  tenant = await voice.tenantWith(ours, '/mine');
  stranger = await voice.tenantWith(theirs, '/theirs');
  const room = (more = '') =>
    `<Response><Dial><Conference statusCallback="/events" statusCallbackEvent="start end join leave mute hold" ${more}>lobby</Conference></Dial></Response>`;
  voice.twiml['/mine'] = room('participantLabel="guest"');
  voice.twiml['/theirs'] = room();
}, slowStartMilliseconds);
afterAll(() => voice.close());

type Shown = Record<string, unknown>;
const conferences = async (query = '', as = tenant) =>
  (await voice.get(voice.conferences, as, `Conferences.json${query}`)).body['conferences'] as Shown[];
const participants = async (sid: string, query = '', as = tenant) =>
  (await voice.get(voice.conferences, as, `Conferences/${sid}/Participants.json${query}`)).body[
    'participants'
  ] as Shown[];

/** Ann, Ben and Cat in our room; Dan, alone, in another account's room of the same name. */
async function gather(): Promise<string> {
  for (const caller of [ann, ben, cat]) {
    voice.carrier.phone(caller).dials(ours);
    await voice.clock.advanceBy('10s');
  }
  voice.carrier.phone(dan).dials(theirs);
  await voice.clock.advanceBy('10s');
  const [live] = await conferences('?Status=in-progress');
  return String(live?.['sid']);
}
const everybodyGoes = async (sid: string) => {
  await voice.post(voice.conferences, tenant, `Conferences/${sid}.json`, { Status: 'completed' });
  for (const phone of [ann, ben, cat, dan]) for (const call of voice.carrier.phone(phone).calls) call.hangsUp();
  await voice.clock.advanceBy('10s');
};

// Guarantee: three phones meet in one room, the other account's room of the same name has its own, and the bill is
// each one's seconds.
test('a conference of three, from the first to the last', async () => {
  const sid = await gather();
  expect(await conferences('?FriendlyName=lobby')).toMatchObject([{ sid, friendly_name: 'lobby', region: 'us1' }]);
  const present = await participants(sid);
  expect(present).toHaveLength(3);
  expect(present[0]).toMatchObject({
    account_sid: tenant.sid,
    conference_sid: sid,
    label: 'guest',
    muted: false,
    hold: false,
    coaching: false,
    start_conference_on_enter: true,
    end_conference_on_exit: false,
    status: 'connected',
  });
  const [alone] = await conferences('', stranger);
  expect(alone).toMatchObject({ friendly_name: 'lobby', status: 'init' });
  expect(alone?.['sid']).not.toBe(sid);
  expect(await participants(String(alone?.['sid']), '', stranger)).toHaveLength(1);

  const calls = present.map((one) => String(one['call_sid']));
  const change = (call: string, form: Record<string, string>) =>
    voice.post(voice.conferences, tenant, `Conferences/${sid}/Participants/${call}.json`, form);
  expect(await change(calls[0] ?? '', { Muted: 'true' })).toMatchObject({ status: 200, body: { muted: true } });
  expect((await participants(sid, '?Muted=true')).map((one) => one['call_sid'])).toEqual([calls[0]]);
  const moderator = await change(calls[1] ?? '', { EndConferenceOnExit: 'true' });
  expect(moderator).toMatchObject({ status: 200, body: { end_conference_on_exit: true } });
  await change(calls[1] ?? '', { EndConferenceOnExit: 'false' });
  const held = await change(calls[1] ?? '', { Hold: 'true', HoldUrl: `${voice.programUrl}/music` });
  expect(held).toMatchObject({ status: 200, body: { hold: true } });
  await voice.clock.advanceBy('1s');
  expect((await participants(sid, '?Hold=true&Muted=false')).map((one) => one['call_sid'])).toEqual([calls[1]]);
  const fetched = await voice.get(voice.conferences, tenant, `Conferences/${sid}/Participants/${calls[1]}.json`);
  expect(fetched).toMatchObject({ status: 200, body: { hold: true, muted: false } });

  expect(
    await voice.remove(voice.conferences, tenant, `Conferences/${sid}/Participants/${calls[2]}.json`),
  ).toMatchObject({ status: 204 });
  await voice.clock.advanceBy('1s');
  expect(await participants(sid)).toHaveLength(2);
  expect((await change(calls[2] ?? '', { Muted: 'true' })).status).toBe(404);
  expect(await voice.usesOf(sid)).toHaveLength(1);

  await voice.clock.advanceBy('28s');
  const ended = await voice.post(voice.conferences, tenant, `Conferences/${sid}.json`, { Status: 'completed' });
  expect(ended).toMatchObject({ status: 200, body: { status: 'completed' } });
  await voice.clock.advanceBy('1s');
  expect((await voice.get(voice.conferences, tenant, `Conferences/${sid}.json`)).body).toMatchObject({
    status: 'completed',
    reason_conference_ended: 'conference-ended-via-api',
  });
  expect(await participants(sid)).toEqual([]);
  const again = await voice.post(voice.conferences, tenant, `Conferences/${sid}.json`, { Status: 'completed' });
  expect(again).toMatchObject({ status: 400, body: { code: 16022 } });

  const seconds = (await voice.usesOf(sid)).map((use) => Number(use.split(': ')[1]));
  const stayed = await secondsOf(sid);
  expect(seconds.sort()).toEqual(stayed.sort());
  const told = (await voice.outboxOf(sid, 'callback')).map(({ input }) => input.parameters ?? {});
  expect(told.map((parameters) => String(parameters['StatusCallbackEvent']))).toEqual([
    'participant-join',
    'participant-join',
    'conference-start',
    'participant-join',
    'participant-mute',
    'participant-hold',
    'participant-leave',
    'participant-leave',
    'participant-leave',
    'conference-end',
  ]);
  expect(told.map((parameters) => parameters['SequenceNumber'])).toEqual(told.map((_, index) => String(index + 1)));
  const mute = told[4] ?? {};
  expect(mute).toMatchObject({ CallSid: calls[0], ConferenceSid: sid, AccountSid: tenant.sid, FriendlyName: 'lobby' });
  await everybodyGoes(sid);
});

/** How long each was in the room by what its program was told: from each coming to the next going of the same call. */
async function secondsOf(sid: string): Promise<number[]> {
  const joined = new Map<string, number>();
  const seconds: number[] = [];
  for (const { input } of await voice.outboxOf(sid, 'callback')) {
    const { StatusCallbackEvent: event = '', CallSid: call = '', Timestamp: at = '' } = input.parameters ?? {};
    if (event === 'participant-join') joined.set(call, Date.parse(at));
    if (event === 'participant-leave') seconds.push((Date.parse(at) - (joined.get(call) ?? 0)) / 1_000);
  }
  return seconds;
}

// Guarantee: another account's conference is as if it did not exist, and asking for it writes nothing.
test('foreign and unknown conferences', async () => {
  const sid = await gather();
  const [one] = await participants(sid);
  const call = String(one?.['call_sid']);
  const nobody = `CF${'0'.repeat(32)}`;
  const before = await voice.platform.items();
  for (const [as, name] of [
    [stranger, sid],
    [tenant, nobody],
    [tenant, 'CF00'],
  ] as const) {
    for (const path of [
      `Conferences/${name}`,
      `Conferences/${name}/Participants`,
      `Conferences/${name}/Participants/${call}`,
    ]) {
      expect((await voice.get(voice.conferences, as, `${path}.json`)).body).toMatchObject({ code: 20404 });
    }
    const path = `Conferences/${name}/Participants/${call}.json`;
    expect((await voice.post(voice.conferences, as, path, { Muted: 'true' })).body).toMatchObject({ code: 20404 });
    expect((await voice.remove(voice.conferences, as, path)).body).toMatchObject({ code: 20404 });
    const end = await voice.post(voice.conferences, as, `Conferences/${name}.json`, { Status: 'completed' });
    expect(end.body).toMatchObject({ code: 20404 });
  }
  expect(await conferences('?Status=in-progress', stranger)).toEqual([]);
  expect(await voice.platform.items()).toEqual(before);
  await everybodyGoes(sid);
});

// Guarantee: bad input is refused by name, and writes nothing.
test.each([
  ['GET', 'Conferences.json?Status=gone', {}, 'Status', 20001],
  ['GET', 'Conferences.json?DateUpdated<=soon', {}, 'DateUpdated<: soon', 20001],
  ['GET', 'Conferences/CF1/Participants.json?Muted=maybe', {}, 'Muted', 20001],
  ['POST', 'Conferences/CF1.json', { Status: 'in-progress' }, 'Status', 20001],
  ['POST', 'Conferences/CF1.json', { AnnounceUrl: 'nowhere' }, 'nowhere', 21205],
  ['POST', 'Conferences/CF1/Participants.json', { To: ann }, "No 'From'", 21213],
  ['POST', 'Conferences/CF1/Participants/CA1.json', { Muted: '1' }, 'Muted', 20001],
  ['POST', 'Conferences/CF1/Participants/CA1.json', { Hold: 'true', HoldUrl: 'nowhere' }, 'nowhere', 21205],
  ['POST', 'Conferences/CF1/Participants/CA1.json', { HoldUrl: 'https://a.example/' }, 'HoldUrl', 20001],
  ['POST', 'Conferences/CF1/Participants/CA1.json', { CallSidToCoach: 'ann' }, 'CallSidToCoach', 20001],
] as const)('%s %s %p', async (method, path, form, names, code) => {
  const before = await voice.platform.items();
  const answer =
    method === 'GET'
      ? await voice.get(voice.conferences, tenant, path)
      : await voice.post(voice.conferences, tenant, path, form);
  expect(answer.body).toMatchObject({ code });
  expect(String(answer.body['message'])).toContain(names);
  expect(await voice.platform.items()).toEqual(before);
});

// Guarantee: whoever comes into a full room is really removed by the carrier.
test('removal from a full room', async () => {
  const small = await voice.tenantWith('+12125550122', '/small');
  voice.twiml['/small'] = '<Response><Dial><Conference>small</Conference></Dial></Response>';
  await send(voice.platform.accountApi, {
    method: 'POST',
    path: `/v1/Accounts/${small.sid}/MicroServices/conference`,
    as: voice.platform.operator,
    json: { MaxParticipants: 2 },
  });
  for (const caller of [ann, ben, cat]) voice.carrier.phone(caller).dials('+12125550122');
  await voice.clock.advanceBy('10s');
  const [{ sid = '' } = {}] = (await conferences('', small)) as Record<string, string>[];
  expect(await participants(sid, '', small)).toHaveLength(3);
  const { handler } = await import('../../../functions/conference/queue.ts');
  const [message] = await voice.outboxOf(sid, 'conference');
  const Records = [0, 1].map((index) => ({ messageId: String(index), body: JSON.stringify(message) }));
  for (const record of Records) {
    expect(await handler({ Records: [record] } as SQSEvent)).toEqual({ batchItemFailures: [] });
    await voice.clock.advanceBy('1s');
  }
  expect(await participants(sid, '', small)).toHaveLength(2);
});
