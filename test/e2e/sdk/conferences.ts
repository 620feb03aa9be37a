import { expect, test } from '@jest/globals';
import type { World } from '../world.ts';
import { daysAround, readInEveryWay } from './listing.ts';

/** Conferences. */
export function conferences(started: () => World): void {
  // Guarantee: conferences are listed, filtered by name, status and day, looked at, and ended.
  test('list, filters, fetch, update', async () => {
    const world = started();
    const { client, program, rentNumber } = await world.enrol('Conferences');
    const number = await rentNumber();
    const hold = async (name: string) => {
      program.answers('/voice', `<Response><Dial><Conference>${name}</Conference></Dial></Response>`);
      for (const phone of ['+14155550351', '+14155550352']) await world.phones.dials(phone, number);
      await world.pass('10s');
    };
    const { conferences: own } = client;
    const end = async () => {
      for (const { sid } of await own.list({ status: 'in-progress' })) {
        expect(await own(sid).update({ status: 'completed' })).toMatchObject({ sid });
        await world.pass('10s');
      }
    };
    await hold('Monday');
    await end();
    await hold('Tuesday');
    await end();
    await world.pass('24h');
    await hold('Wednesday');
    const all = await readInEveryWay(own, ({ sid }) => sid);
    const sids = async (filter: Parameters<typeof own.list>[0]) =>
      (await own.list(filter as object)).map(({ sid }) => sid);
    expect(await sids({ friendlyName: 'Tuesday' })).toEqual([all[1]]);
    expect(await sids({ status: 'in-progress' })).toEqual([all[0]]);
    const latest = await own(all[0] ?? '').fetch();
    expect(latest).toMatchObject({ friendlyName: 'Wednesday', status: 'in-progress' });
    const { before, day, after } = daysAround(latest.dateCreated);
    expect(await sids({ dateCreated: day })).toEqual([all[0]]);
    expect(await sids({ dateCreatedAfter: day })).toEqual([all[0]]);
    expect(await sids({ dateCreatedBefore: before })).toEqual(all.slice(1));
    expect(await sids({ dateUpdatedBefore: before })).toEqual(all.slice(1));
    expect(await sids({ dateUpdated: day })).toEqual([all[0]]);
    expect(await sids({ dateCreatedAfter: after })).toEqual([]);
    await end();
    expect(await own(latest.sid).fetch()).toMatchObject({ status: 'completed' });
  });
}
