import { expect, test } from '@jest/globals';
import type { World } from '../world.ts';
import { daysAround, readInEveryWay } from './listing.ts';

/** What went wrong with an account's program. */
export function notifications(started: () => World): void {
  // Guarantee: each failure of a program is told, found by its kind, day and call, and fetched whole.
  test('list, filters, fetch', async () => {
    const world = started();
    const { client, program, rentNumber, sid: accountSid } = await world.enrol('Notifications');
    const number = await rentNumber();
    program.answers('/voice', '<Response><Say>');
    for (let failures = 0; failures < 3; failures += 1) {
      if (failures === 2) await world.pass('24h');
      await world.phones.dials('+14155550371', number);
      await world.pass('30s');
    }
    const { notifications: own } = client.api.v2010.accounts(accountSid);
    const all = await readInEveryWay(own, ({ sid }) => sid);
    const [sid = ''] = all;
    const shown = await own(sid).fetch();
    expect(shown).toMatchObject({ errorCode: '12100', log: '0', requestUrl: program.url('/voice') });
    const sids = async (filter: Parameters<typeof own.list>[0]) =>
      (await own.list(filter as object)).map((told) => told.sid);
    expect(await sids({ log: 0 })).toEqual(all);
    expect(await sids({ log: 1 })).toEqual([]);
    const { before, day, after } = daysAround(shown.messageDate);
    const ofDay = (await own.list()).filter(({ messageDate }) => messageDate >= day).map((told) => told.sid);
    expect(all.length).toBeGreaterThan(ofDay.length);
    expect(await sids({ messageDate: day })).toEqual(ofDay);
    expect(await sids({ messageDateAfter: day })).toEqual(ofDay);
    expect(await sids({ messageDateBefore: before })).toEqual(all.slice(ofDay.length));
    expect(await sids({ messageDateAfter: after })).toEqual([]);
    expect((await client.calls(shown.callSid).notifications.list()).map((told) => told.sid)).toContain(sid);
    expect(await client.calls(shown.callSid).notifications(sid).fetch()).toMatchObject({ errorCode: '12100' });
  });
}
