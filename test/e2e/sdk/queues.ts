import { expect, test } from '@jest/globals';
import type { World } from '../world.ts';
import { readInEveryWay } from './listing.ts';

/** Queues and their members. */
export function queues(started: () => World): void {
  // Guarantee: a queue is made, found, renamed and removed; who waits in it is listed in order, looked at and taken out.
  test('create, list, fetch, update, members, remove', async () => {
    const world = started();
    const { client, program, rentNumber } = await world.enrol('Queues');
    const number = await rentNumber();
    const { queues: own } = client;
    for (const friendlyName of ['Sales', 'Billing']) await own.create({ friendlyName });
    const made = await own.create({ friendlyName: 'Support', maxSize: 10 });
    expect(made).toMatchObject({ friendlyName: 'Support', maxSize: 10, currentSize: 0 });
    expect(await readInEveryWay(own, ({ sid }) => sid)).toContain(made.sid);
    expect(await own(made.sid).update({ friendlyName: 'Help', maxSize: 20 })).toMatchObject({ friendlyName: 'Help' });

    program
      .answers('/voice', '<Response><Enqueue waitUrl="/wait">Help</Enqueue></Response>')
      .answers('/wait', '<Response><Pause length="600"/></Response>')
      .answers('/out', '<Response><Say>Your turn</Say></Response>');
    for (const phone of ['+14155550391', '+14155550392', '+14155550393']) {
      await world.phones.dials(phone, number);
      await world.pass('5s');
    }
    expect(await own(made.sid).fetch()).toMatchObject({ currentSize: 3, maxSize: 20 });
    const { members } = own(made.sid);
    const waiting = await readInEveryWay(members, ({ callSid }) => callSid);
    const [first = '', second = ''] = waiting;
    expect(await members(second).fetch()).toMatchObject({ position: 2, dateEnqueued: expect.any(Date) });
    expect(await members('Front').update({ url: program.url('/out') })).toMatchObject({ callSid: first });
    await world.pass('10s');
    expect((await members.list()).map(({ callSid }) => callSid)).toEqual(waiting.slice(1));
    for (const callSid of waiting.slice(1)) await client.calls(callSid).update({ status: 'completed' });
    await world.pass('10s');
    expect(await own(made.sid).remove()).toBe(true);
    await expect(own(made.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });
}
