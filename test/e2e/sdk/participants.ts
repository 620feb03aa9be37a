import { expect, test } from '@jest/globals';
import type { World } from '../world.ts';
import { readInEveryWay } from './listing.ts';

/** A conference's participants. */
export function participants(started: () => World): void {
  // Guarantee: participants are listed, filtered by what they are, muted, held and removed.
  test('list, filters, fetch, update, remove', async () => {
    const world = started();
    const { client, program, rentNumber } = await world.enrol('Participants');
    const number = await rentNumber();
    program.answers('/voice', '<Response><Dial><Conference>weekly</Conference></Dial></Response>');
    for (const phone of ['+14155550361', '+14155550362', '+14155550363']) {
      await world.phones.dials(phone, number);
      await world.pass('5s');
    }
    const [room] = await client.conferences.list({ friendlyName: 'weekly' });
    const { participants: own } = client.conferences(room?.sid ?? '');
    const all = await readInEveryWay(own, ({ callSid }) => callSid);
    expect(all).toHaveLength(3);
    const [first = '', second = '', third = ''] = all;
    const calls = async (filter: Parameters<typeof own.list>[0]) =>
      (await own.list(filter as object)).map(({ callSid }) => callSid);

    expect(await own(first).update({ muted: true })).toMatchObject({ muted: true, hold: false });
    expect(await own(second).update({ hold: true })).toMatchObject({ muted: false, hold: true });
    await world.pass('2s');
    expect(await calls({ muted: true })).toEqual([first]);
    expect(await calls({ hold: true })).toEqual([second]);
    expect(await calls({ muted: false, hold: false })).toEqual([third]);
    expect(await own(first).fetch()).toMatchObject({ callSid: first, muted: true, conferenceSid: room?.sid });
    expect(await own(first).update({ muted: false })).toMatchObject({ muted: false });
    expect(await own(second).remove()).toBe(true);
    await world.pass('2s');
    await expect(own(second).fetch()).rejects.toMatchObject({ status: 404 });
    expect(await calls({})).toEqual([first, third]);
    await client.conferences(room?.sid ?? '').update({ status: 'completed' });
    await world.pass('10s');
  });

  // Guarantee: what Twilio's documentation shows of coaching and of announcements works by the SDK, and phones hear it so.
  test('coach, announce', async () => {
    const world = started();
    const { client, program, rentNumber } = await world.enrol('Coaching');
    const number = await rentNumber();
    program.answers('/voice', '<Response><Dial><Conference beep="false">training</Conference></Dial></Response>');
    program.answers('/announce', '<Response><Say>Two minutes left</Say></Response>');
    program.answers('/whisper', '<Response><Say>Smile</Say></Response>');
    const dialled: { phone: string; sid: string }[] = [];
    for (const from of ['+14155550364', '+14155550365', '+14155550366']) {
      const { sid: phone } = await world.phones.dials(from, number);
      await world.pass('5s');
      dialled.push({ phone, sid: (await client.calls.list({ from, limit: 1 }))[0]?.sid ?? '' });
    }
    const [customer, agent, coach] = dialled as [(typeof dialled)[0], (typeof dialled)[0], (typeof dialled)[0]];
    const [room] = await client.conferences.list({ friendlyName: 'training' });
    const conference = client.conferences(room?.sid ?? '');
    const changed = await conference.participants(coach.sid).update({ coaching: true, callSidToCoach: agent.sid });
    expect(changed).toMatchObject({ coaching: true, callSidToCoach: agent.sid });
    await world.phones.says(coach.phone, 'Ask for the date');
    await conference.update({ announceUrl: program.url('/announce') });
    await conference.participants(agent.sid).update({ announceUrl: program.url('/whisper') });
    await world.pass('10s');
    const heard = async ({ phone }: { phone: string }) => {
      const all = await world.phones.heard(phone);
      return ['Ask for the date', 'Two minutes left', 'Smile'].filter((text) => all.includes(text));
    };
    expect(await heard(customer)).toEqual(['Two minutes left']);
    expect(await heard(agent)).toEqual(['Ask for the date', 'Two minutes left', 'Smile']);
    expect((await conference.participants.list({ coaching: true })).map(({ callSid }) => callSid)).toEqual([coach.sid]);
    await conference.participants(coach.sid).update({ coaching: false });
    expect(await conference.participants(coach.sid).fetch()).toMatchObject({ coaching: false, callSidToCoach: null });
    await conference.update({ status: 'completed' });
    await world.pass('10s');
  });
}
