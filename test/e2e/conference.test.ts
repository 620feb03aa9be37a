import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Tenant, World } from './world.ts';

let world: World;
let tenant: Tenant;
let other: Tenant;
let number: string;
let otherNumber: string;
beforeAll(async () => {
  world = await World.start();
  tenant = await world.enrol('Meeting');
  other = await world.enrol('Elsewhere');
  number = await tenant.rentNumber(415);
  otherNumber = await other.rentNumber(415);
});
afterAll(() => world?.close());

const phones = ['+14155550171', '+14155550172', '+14155550173'] as const;
const stranger = '+14155550174';

// Guarantee: three phones of one tenant meet in a room, the same name of another tenant's is another room, and participants
// are listed, muted and removed by the API as by Twilio's.
test('a meeting of three, and one who meets nobody', async () => {
  const { program, client } = tenant;
  const room = `<Response><Dial><Conference statusCallback="/events"
    statusCallbackEvent="start end join leave mute">weekly</Conference></Dial></Response>`;
  program.answers('/voice', room);
  other.program.answers('/voice', room);

  const theirs = await world.phones.dials(stranger, otherNumber);
  const calls = [];
  for (const phone of phones) {
    calls.push(await world.phones.dials(phone, number));
    await world.pass('5s');
  }
  const [first, second, third] = calls.map(({ sid }) => sid) as [string, string, string];
  await world.phones.says(first, 'Good morning');
  await world.pass('5s');

  expect(await world.phones.heard(second)).toContain('Good morning');
  expect(await world.phones.heard(third)).toContain('Good morning');
  expect(await world.phones.heard(theirs.sid)).not.toContain('Good morning');

  const [conference, ...more] = await client.conferences.list({ status: 'in-progress' });
  expect(more).toEqual([]);
  expect(conference).toMatchObject({ friendlyName: 'weekly', status: 'in-progress', accountSid: tenant.sid });
  const sid = conference?.sid ?? '';
  const participants = await client.conferences(sid).participants.list();
  expect(participants).toHaveLength(3);
  const callSidOf = async (from: string) => (await client.calls.list({ from, limit: 1 }))[0]?.sid ?? '';
  const sids = await Promise.all(phones.map(callSidOf));
  expect(new Set(participants.map(({ callSid }) => callSid))).toEqual(new Set(sids));
  const [otherConference] = await other.client.conferences.list();
  expect(otherConference?.sid).not.toBe(sid);
  await expect(other.client.conferences(sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });

  const muted = await client
    .conferences(sid)
    .participants(sids[1] ?? '')
    .update({ muted: true });
  expect(muted).toMatchObject({ muted: true });
  await world.pass('1s');
  await world.phones.says(second, 'Nobody hears me');
  await world.pass('5s');
  expect(await world.phones.heard(first)).not.toContain('Nobody hears me');

  await client
    .conferences(sid)
    .participants(sids[2] ?? '')
    .remove();
  await world.pass('2s');
  expect(await client.conferences(sid).participants.list()).toHaveLength(2);
  await expect(
    client
      .conferences(sid)
      .participants(sids[2] ?? '')
      .fetch(),
  ).rejects.toMatchObject({ status: 404 });

  await world.phones.hangsUp(first);
  await world.phones.hangsUp(second);
  await world.phones.hangsUp(theirs.sid);
  await world.pass('10s');

  expect((await client.conferences(sid).fetch()).status).toBe('completed');
  const events = program.askedAt('/events').map(({ StatusCallbackEvent }) => StatusCallbackEvent);
  expect(events.filter((event) => event === 'participant-join')).toHaveLength(3);
  expect(events.filter((event) => event === 'participant-leave')).toHaveLength(3);
  expect(events.filter((event) => event === 'participant-mute')).toHaveLength(1);
  expect(events.filter((event) => event === 'conference-start')).toHaveLength(1);
  expect(events.at(-1)).toBe('conference-end');
  expect(program.askedAt('/events')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ ConferenceSid: sid, FriendlyName: 'weekly', AccountSid: tenant.sid }),
    ]),
  );
  expect(JSON.stringify(program.asked)).not.toContain(other.sid);
  expect([...program.forged, ...other.program.forged]).toEqual([]);
});

// Guarantee: every participant's stay is metered by itself, beside the seconds of its leg.
test('what the meeting has cost', async () => {
  const [legs] = await tenant.client.usage.records.list({ category: 'calls-inbound' });
  const [stays] = await tenant.client.usage.records.list({ category: 'conference-participants' as 'calls' });
  expect(legs).toMatchObject({ count: '3' });
  expect(stays).toMatchObject({ count: '3' });
  const theirs = await other.client.usage.records.list({ category: 'calls-inbound' });
  expect(theirs[0]).toMatchObject({ count: '1' });
});

// Guarantee: a conference that the moderator leaves is over for all.
test('endConferenceOnExit', async () => {
  tenant.program.answers('/voice', ({ parameters }) => {
    const moderator = parameters['From'] === phones[0];
    return `<Response><Dial><Conference endConferenceOnExit="${moderator}">daily</Conference></Dial><Say>It is over</Say></Response>`;
  });
  const moderator = await world.phones.dials(phones[0], number);
  const guest = await world.phones.dials(phones[1], number);
  await world.pass('10s');

  await world.phones.hangsUp(moderator.sid);
  await world.pass('10s');

  expect(await world.phones.heard(guest.sid)).toContain('It is over');
  const [conference] = await tenant.client.conferences.list({ friendlyName: 'daily' });
  expect(conference).toMatchObject({ status: 'completed' });
});

// Guarantee: a program fills a room that nobody is in by dialling out, and whoever does not come is told as its call.
test('a conference that dials out', async () => {
  const { client } = tenant;
  const [ann, ben] = ['+14155550175', '+14155550176'];
  const room = client.conferences('outbound');
  const first = await room.participants.create({ from: number, to: ann, label: 'ann', endConferenceOnExit: true });
  const second = await room.participants.create({ from: number, to: ben });
  const refused = await room.participants.create({ from: number, to: '+15005550004' }); // Twilio's number that is never called.
  expect(second.conferenceSid).toBe(first.conferenceSid);
  const conference = client.conferences(first.conferenceSid);
  await world.pass('10s');

  expect((await conference.fetch()).status).toBe('in-progress');
  expect((await conference.participants.list()).map(({ status }) => status)).toEqual(['connected', 'connected']);
  expect((await client.calls(refused.callSid).fetch()).status).toBe('failed');
  expect(await client.calls(refused.callSid).notifications.list()).toHaveLength(1);
  await world.phones.says((await world.phones.callsOf(ann))[0]?.sid ?? '', 'Welcome');
  await world.pass('2s');
  expect(await world.phones.heard((await world.phones.callsOf(ben))[0]?.sid ?? '')).toContain('Welcome');

  await conference.participants('ann').remove();
  await world.pass('30s');
  expect((await conference.fetch()).status).toBe('completed');
  const legs = await Promise.all([first, second].map(({ callSid }) => client.calls(callSid).fetch()));
  expect(legs).toMatchObject([
    { direction: 'outbound-api', status: 'completed', price: expect.any(String) },
    { direction: 'outbound-api', status: 'completed', price: expect.any(String) },
  ]);
});
