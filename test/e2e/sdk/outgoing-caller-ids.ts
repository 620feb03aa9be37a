import { expect, test } from '@jest/globals';
import type { World } from '../world.ts';
import { readInEveryWay } from './listing.ts';

/** Numbers of somebody's own that an account may show. */
export function outgoingCallerIds(started: () => World): void {
  // Guarantee: a number is validated by keying in the code that the SDK was answered; it is then found, renamed and removed.
  test('validate, list, fetch, update, remove', async () => {
    const world = started();
    const { client, rentNumber } = await world.enrol('Caller ids');
    await rentNumber();
    for (const [phoneNumber, friendlyName] of [
      ['+14155550301', 'Desk'],
      ['+14155550302', 'Mobile'],
      ['+14155550303', 'Home'],
    ] as const) {
      await world.phones.script(phoneNumber, { answer: { kind: 'by hand' } });
      const { validationCode } = await client.validationRequests.create({ phoneNumber, friendlyName });
      await world.pass('2s');
      const [ringing] = await world.phones.callsOf(phoneNumber);
      await world.phones.answers(ringing?.sid ?? '');
      await world.pass('2s');
      await world.phones.presses(ringing?.sid ?? '', validationCode);
      await world.pass('30s');
    }
    const { outgoingCallerIds: own } = client;
    await readInEveryWay(own, ({ sid }) => sid);
    const [home, ...others] = await own.list({ friendlyName: 'Home' });
    expect(others).toEqual([]);
    expect(home).toMatchObject({ phoneNumber: '+14155550303', dateCreated: expect.any(Date) });
    expect((await own.list({ phoneNumber: '+14155550303' })).map(({ sid }) => sid)).toEqual([home?.sid]);
    const sid = home?.sid ?? '';
    expect(await own(sid).update({ friendlyName: 'Weekend' })).toMatchObject({ friendlyName: 'Weekend' });
    expect(await own(sid).fetch()).toMatchObject({ friendlyName: 'Weekend' });
    expect(await own(sid).remove()).toBe(true);
    await expect(own(sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });
}
