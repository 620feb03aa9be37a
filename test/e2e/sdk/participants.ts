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
}
