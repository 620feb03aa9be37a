import { beforeAll, expect, test } from '@jest/globals';
import type { Tenant, World } from '../world.ts';
import { daysAround, readInEveryWay } from './listing.ts';

/** Calls. */
export function calls(started: () => World): void {
  const phone = '+14155550311';
  const twiml = '<Response><Pause length="600"/></Response>';
  let tenant: Tenant;
  let from: string;
  beforeAll(async () => {
    tenant = await started().enrol('Calls');
    from = await tenant.rentNumber();
    await started().phones.script(phone, { answer: { kind: 'answers', after: '1s' } });
  });

  // Guarantee: a call is placed, looked at, given other instructions, ended, and removed, by the SDK alone.
  test('create, fetch, update, remove', async () => {
    const world = started();
    const { calls: own } = tenant.client;
    const placed = await own.create({ from, to: phone, twiml });
    expect(placed).toMatchObject({ status: 'queued', to: phone, from, direction: 'outbound-api' });
    await world.pass('5s');
    expect(await own(placed.sid).fetch()).toMatchObject({ status: 'in-progress', startTime: expect.any(Date) });
    await own(placed.sid).update({ twiml: '<Response><Say>Ahoy there</Say><Pause length="60"/></Response>' });
    await world.pass('5s');
    expect((await own(placed.sid).update({ status: 'completed' })).sid).toBe(placed.sid);
    await world.pass('5s');
    expect(await own(placed.sid).fetch()).toMatchObject({ status: 'completed', endTime: expect.any(Date) });
    expect(await own(placed.sid).remove()).toBe(true);
    await expect(own(placed.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });

  // Guarantee: a list is read in any pages, and filtered by To, From, status and the days of a call's start and end.
  test('list, each, page, filters', async () => {
    const world = started();
    const { calls: own } = tenant.client;
    await world.phones.script('+14155550312', { answer: { kind: 'busy' } });
    for (const to of [phone, '+14155550312', phone]) {
      const { sid } = await own.create({ from, to, twiml });
      await world.pass('5s');
      if (to === phone) await own(sid).update({ status: 'completed' });
    }
    await world.pass('24h');
    const { sid: latest } = await own.create({ from, to: phone, twiml });
    await world.pass('5s');
    const sids = async (filter: Parameters<typeof own.list>[0]) =>
      (await own.list(filter as object)).map(({ sid }) => sid);
    const all = await readInEveryWay(own, ({ sid }) => sid);
    expect(all[0]).toBe(latest);
    expect(all).toHaveLength(4);
    expect(await sids({ to: '+14155550312' })).toEqual(await sids({ status: 'busy' }));
    expect(await sids({ from })).toEqual(all);
    expect(await sids({ to: '+14155550399' })).toEqual([]);
    expect(await sids({ status: 'in-progress' })).toEqual([latest]);

    const { before, day, after } = daysAround((await own(latest).fetch()).startTime);
    const talked = all.filter((sid) => sid !== all[2]);
    expect(await sids({ startTime: day })).toEqual([latest]);
    expect(await sids({ startTime: before })).toEqual(talked.slice(1));
    expect(await sids({ startTimeAfter: day })).toEqual([latest]);
    expect(await sids({ startTimeBefore: day })).toEqual(talked.slice(1));
    expect(await sids({ startTimeBefore: after })).toEqual(talked);
    expect(await sids({ startTimeAfter: before, startTimeBefore: day })).toEqual(talked.slice(1));
    expect(await sids({ startTimeAfter: after })).toEqual([]);
    expect(await sids({ endTimeBefore: day })).toEqual(all.slice(1));
    expect(await sids({ endTimeAfter: day })).toEqual([]);
    await own(latest).update({ status: 'completed' });
    await world.pass('5s');
    expect(await sids({ endTimeAfter: day })).toEqual([latest]);
  });
}
