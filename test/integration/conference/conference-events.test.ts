import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type Credentials, type Handler, send } from '../gateway.ts';
import { type Platform, startPlatform } from '../platform.ts';
import { eventsPath, type Told, tell } from './conference-webhook.ts';

const folder = mkdtempSync(join(tmpdir(), 'clock-'));
const clockFile = join(folder, 'clock');
const startsAt = Date.UTC(2026, 10, 24, 9, 0, 0);
const turnTo = (at: number) => writeFileSync(clockFile, `stopped ${at}`);

// A table engine in Java takes its time on a busy machine.
const slowStartMilliseconds = 120_000;
let platform: Platform;
let tenant: Credentials;
let other: Credentials;
let api: Handler;
let settle: (sid: string, now: number) => Promise<void>;

beforeAll(async () => {
  turnTo(startsAt);
  platform = await startPlatform({ CLOCK_FILE: clockFile });
  [tenant, other] = [await platform.enrol(), await platform.enrol()];
  api = (await import('../../../functions/conference/http.ts')).handler as unknown as Handler;
  settle = (await import('../../../functions/conference/settle-conference.ts')).settleConference;
}, slowStartMilliseconds);
afterAll(async () => {
  await platform.close();
  rmSync(folder, { recursive: true });
});

let conferences = 0;
/** A room of an account, at the carrier under a number of its own. */
async function openRoom(as = tenant, room = `room${conferences + 1}`, wishes: Record<string, string> = {}) {
  conferences += 1;
  const path = await eventsPath({ accountSid: as.sid, room, ...wishes });
  const at = { name: `${as.sid}/${room}`, conference: conferences };
  return { name: room, tell: (told: Told, signedWith?: string) => tell(api, path, at, told, signedWith) };
}

/** As the carrier does: what is answered with an error is told again. */
const untilHeard = async (room: { tell: (told: Told) => Promise<number> }, event: Told) => {
  for (let attempt = 0; attempt < 5; attempt += 1) if ((await room.tell(event)) === 204) return;
  throw new Error(`${event.event} was never taken`);
};

const listed = async (as = tenant, query = '') => {
  const path = `/2010-04-01/Accounts/${as.sid}/Conferences.json${query}`;
  return (await send(api, { method: 'GET', path, as })).body['conferences'] as Record<string, string>[];
};
const named = async (name: string, as = tenant) => {
  const found = await listed(as, `?FriendlyName=${name}`);
  expect(found).toHaveLength(1);
  return found[0] as Record<string, string>;
};
const itemsOf = async (prefix: string) =>
  (await platform.items()).filter((item) => String(item['PK']).startsWith(prefix));
const usesOf = async (sid: string) =>
  (await itemsOf('USE#'))
    .filter((item) => item['resourceSid'] === sid)
    .map((item) => `${item['SK']}: ${item['quantity']}`)
    .sort();
const conferenceItem = async (sid: string) => (await itemsOf(`RES#${sid}`)).find(({ SK }) => SK === 'RES');
const told = async (sid: string) =>
  (await itemsOf(`OUT#${sid}`)).map(({ input }) => (input as { parameters: Record<string, string> }).parameters);

const story: Told[] = [
  { event: 'participant-join', at: startsAt, sequence: 1, who: 1 },
  { event: 'participant-join', at: startsAt + 5_000, sequence: 2, who: 2 },
  { event: 'conference-start', at: startsAt + 5_000, sequence: 3 },
  { event: 'participant-mute', at: startsAt + 9_000, sequence: 4, who: 2, more: { Muted: 'true' } },
  { event: 'participant-leave', at: startsAt + 20_000, sequence: 5, who: 1 },
  { event: 'participant-join', at: startsAt + 30_000, sequence: 6, who: 1 },
  { event: 'participant-leave', at: startsAt + 61_000, sequence: 7, who: 2, more: { Muted: 'true' } },
  { event: 'participant-leave', at: startsAt + 62_000, sequence: 8, who: 1 },
  {
    event: 'conference-end',
    at: startsAt + 62_000,
    sequence: 9,
    more: { ReasonConferenceEnded: 'last-participant-left' },
  },
];
const usesOfStory = ['1: 20', '2: 56', '6: 32'];

// Guarantee: a conference is told in its program's own terms, in order, and each stay is billed when it ends.
test('a conference from its first event to its last', async () => {
  const room = await openRoom(tenant, 'stand-up', {
    url: 'https://tenant.example/conference',
    events: 'start end join leave mute hold',
  });
  for (const [index, event] of story.entries()) {
    expect(await room.tell(event)).toBe(204);
    if (index === 0) expect(await named('stand-up')).toMatchObject({ status: 'init' });
    if (index === 2) expect(await named('stand-up')).toMatchObject({ status: 'in-progress' });
    if (index === 4) expect(await usesOf((await named('stand-up'))['sid'] ?? '')).toHaveLength(1);
  }
  const conference = await named('stand-up');
  const sid = conference['sid'] ?? '';
  expect(conference).toMatchObject({
    account_sid: tenant.sid,
    friendly_name: 'stand-up',
    status: 'completed',
    reason_conference_ended: 'last-participant-left',
    uri: `/2010-04-01/Accounts/${tenant.sid}/Conferences/${sid}.json`,
  });
  expect(await usesOf(sid)).toEqual(usesOfStory.map((use) => `conference-participants#${sid}#${use}`));

  const callbacks = await told(sid);
  expect(callbacks.map((parameters) => `${parameters['SequenceNumber']} ${parameters['StatusCallbackEvent']}`)).toEqual(
    story.map(({ event }, index) => `${index + 1} ${event}`),
  );
  for (const parameters of callbacks) {
    expect(parameters).toMatchObject({ AccountSid: tenant.sid, ConferenceSid: sid, FriendlyName: 'stand-up' });
  }
  expect(callbacks[3]).toMatchObject({ Muted: 'true', Hold: 'false', Timestamp: 'Tue, 24 Nov 2026 09:00:09 +0000' });
  expect(JSON.stringify(callbacks)).not.toContain('0000000000000000');
});

// Guarantee: only what the program asked for is told, and numbers run without a gap.
test('a program that asks for the end hears of the end', async () => {
  const room = await openRoom(tenant, 'quiet', { url: 'https://tenant.example/c', events: 'end' });
  for (const event of story) await room.tell(event);
  const { sid = '' } = await named('quiet');
  expect(
    (await told(sid)).map((parameters) => [parameters['SequenceNumber'], parameters['StatusCallbackEvent']]),
  ).toEqual([['1', 'conference-end']]);
});

// Guarantee: in whatever order and however often the carrier tells it, the table ends the same and every stay is one use.
test(
  'any order, any repetition',
  async () => {
    const told = fc
      .array(fc.constantFrom(...story), { maxLength: 4 })
      .chain((repeats) => fc.shuffledSubarray([...story, ...repeats], { minLength: story.length + repeats.length }));
    await fc.assert(
      fc.asyncProperty(told, async (events) => {
        const room = await openRoom();
        for (const event of events) expect(await room.tell(event)).toBe(204);
        const conference = await named(room.name);
        const sid = conference['sid'] ?? '';
        expect(conference).toMatchObject({ status: 'completed', reason_conference_ended: 'last-participant-left' });
        expect(await usesOf(sid)).toEqual(usesOfStory.map((use) => `conference-participants#${sid}#${use}`));
        const participants = (await itemsOf(`RES#${sid}`)).filter(({ SK }) => String(SK).startsWith('CHILD#'));
        expect(participants.map(({ muted }) => muted).sort()).toEqual([false, true]);
      }),
      { numRuns: 12 },
    );
  },
  slowStartMilliseconds,
);

// Guarantee: a carrier that repeats itself at one instant never makes a tenant pay twice.
test.each([2, 100])(
  '%i reports of one leaving make one usage event',
  async (reports) => {
    const room = await openRoom();
    for (const event of story.slice(0, 4)) await room.tell(event);
    const leaving = story[4] as Told;
    await Promise.all(Array.from({ length: reports }, () => untilHeard(room, leaving)));
    const { sid = '' } = await named(room.name);
    expect(await usesOf(sid)).toEqual([`conference-participants#${sid}#1: 20`]);
  },
  slowStartMilliseconds,
);

// Guarantee: a room that comes and leaves at one instant is billed, everybody once; what is refused meanwhile the
// carrier tells again, as our links ask it to.
test(
  'twenty different events at one instant',
  async () => {
    const room = await openRoom();
    const people = Array.from({ length: 10 }, (_, index) => index + 1);
    const events = people.flatMap((who) => [
      { event: 'participant-join', at: startsAt, sequence: who, who },
      { event: 'participant-leave', at: startsAt + who * 1_000, sequence: 10 + who, who },
    ]);
    await Promise.all(events.map((event) => untilHeard(room, event)));
    const { sid = '' } = await named(room.name);
    const expected = people.map((who) => `conference-participants#${sid}#${who}: ${who}`);
    expect(await usesOf(sid)).toEqual(expected.sort());
  },
  slowStartMilliseconds,
);

// Guarantee: whose leaving nobody told, leaves with the conference's end, once the report had time to come.
test('a lost leaving is settled when it is due', async () => {
  const room = await openRoom();
  for (const event of story.filter(({ sequence }) => sequence !== 7)) await room.tell(event);
  const { sid = '' } = await named(room.name);
  expect(await usesOf(sid)).toEqual([`conference-participants#${sid}#1: 20`]);
  const item = await conferenceItem(sid);
  const dueAt = Number(String(item?.['dueSK']).split('#')[0]);
  expect(String(item?.['dueSK'])).toMatch(/^\d{13}#conference#conference\.settle#CF/);
  await settle(sid, dueAt);
  expect(await usesOf(sid)).toEqual(['1: 20', '2: 57', '6: 32'].map((use) => `conference-participants#${sid}#${use}`));
  await room.tell(story[6] as Told);
  expect(await usesOf(sid)).toHaveLength(3);
  expect(await conferenceItem(sid)).not.toHaveProperty('dueSK');
});

// Guarantee: a conference of which nothing more is heard ends by itself, and is billed to the last that was heard.
test('a conference that falls silent', async () => {
  const room = await openRoom();
  for (const event of story.slice(0, 4)) await room.tell(event);
  const { sid = '' } = await named(room.name);
  await settle(sid, startsAt + 24 * 3_600_000);
  expect(await named(room.name)).toMatchObject({ status: 'in-progress' });
  await settle(sid, startsAt + 25 * 3_600_000);
  await settle(sid, startsAt + 26 * 3_600_000);
  expect(await named(room.name)).toMatchObject({ status: 'completed' });
  expect(await usesOf(sid)).toEqual(['1: 5', '2: 0'].map((use) => `conference-participants#${sid}#${use}`));
});

// Guarantee: two tenants' rooms of one name never meet, and a link never speaks for another account's room.
test('rooms of one name are two rooms', async () => {
  const [mine, theirs] = [await openRoom(tenant, 'shared'), await openRoom(other, 'shared')];
  await mine.tell({ event: 'participant-join', at: startsAt, sequence: 1, who: 1 });
  await theirs.tell({ event: 'participant-join', at: startsAt, sequence: 1, who: 2 });
  const [ours, others] = [await named('shared', tenant), await named('shared', other)];
  expect(ours['sid']).not.toBe(others['sid']);

  const path = await eventsPath({ accountSid: tenant.sid, room: 'shared' });
  const before = await platform.items();
  const joined = { event: 'participant-join', at: startsAt, sequence: 2, who: 3 };
  const astray = { name: `${other.sid}/shared`, conference: conferences };
  expect(await tell(api, path, astray, joined)).toBe(400);
  expect(await tell(api, path, { ...astray, name: `${tenant.sid}/shared` }, joined)).toBe(400);
  expect(await platform.items()).toEqual(before);
});

// Guarantee: what is not the carrier's, or does not say what it must, is refused and leaves nothing.
test('webhooks that are refused', async () => {
  const room = await openRoom();
  const joined: Told = { event: 'participant-join', at: startsAt, sequence: 1, who: 1 };
  const before = await platform.items();
  expect(await room.tell(joined, 'another-token')).toBe(403);
  expect(await room.tell({ ...joined, event: 'participant-fly' })).toBe(400);
  expect(await room.tell({ ...joined, more: { Timestamp: 'yesterday' } })).toBe(400);
  expect(await room.tell({ ...joined, more: { CallSid: '' } })).toBe(400);
  expect(await room.tell({ ...joined, more: { ConferenceSid: '' } })).toBe(400);
  const astray = { name: room.name, conference: 1 };
  expect(await tell(api, '/carriers/twilio/conferences/events?link=forged.forged', astray, joined)).toBe(403);
  expect(await tell(api, '/carriers/twilio/conferences/events', astray, joined)).toBe(400);
  expect(await tell(api, '/carriers/nobody/conferences/events', astray, joined)).toBe(404);
  expect(await platform.items()).toEqual(before);
});

// Guarantee: whoever comes into a room that is full by its account's configuration is removed again.
test('a full room', async () => {
  const cautious = await platform.enrol();
  await send(platform.accountApi, {
    method: 'POST',
    path: `/v1/Accounts/${cautious.sid}/MicroServices/conference`,
    as: platform.operator,
    json: { MaxParticipants: 1 },
  });
  const room = await openRoom(cautious, 'full');
  const first: Told = { event: 'participant-join', at: startsAt, sequence: 1, who: 1 };
  await room.tell(first);
  await room.tell({ ...first, sequence: 2, who: 2 });
  const { sid = '' } = await named('full', cautious);
  const actions = (await itemsOf(`OUT#${sid}`)).map(({ queue, action }) => `${queue}: ${action}`);
  expect(actions).toEqual(['conference: participant.remove']);
});
