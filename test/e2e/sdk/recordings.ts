import { expect, test } from '@jest/globals';
import type { World } from '../world.ts';
import { daysAround, readInEveryWay } from './listing.ts';

/** Recordings of the account, and of its calls. */
export function recordings(started: () => World): void {
  // Guarantee: a live call is recorded, paused and stopped; recordings are listed, filtered by call and day, and removed.
  test('create, update, list, filters, fetch, remove', async () => {
    const world = started();
    const { client, rentNumber } = await world.enrol('Recordings');
    const from = await rentNumber();
    const phone = '+14155550341';
    await world.phones.script(phone, { answer: { kind: 'answers', after: '1s' } });
    const record = async () => {
      const call = await client.calls.create({ from, to: phone, twiml: '<Response><Pause length="60"/></Response>' });
      await world.pass('5s');
      const { recordings: ofCall } = client.calls(call.sid);
      const made = await ofCall.create({ recordingChannels: 'dual' });
      expect(made).toMatchObject({ callSid: call.sid, status: 'in-progress', channels: 2 });
      await world.pass('5s');
      expect(await ofCall('Twilio.CURRENT').update({ status: 'paused' })).toMatchObject({ status: 'paused' });
      expect(await ofCall(made.sid).update({ status: 'in-progress' })).toMatchObject({ status: 'in-progress' });
      expect(await ofCall(made.sid).update({ status: 'stopped' })).toMatchObject({ status: 'stopped' });
      await client.calls(call.sid).update({ status: 'completed' });
      await world.pass('30s');
      return { callSid: call.sid, sid: made.sid };
    };
    const first = await record();
    await record();
    await world.pass('24h');
    const latest = await record();
    const { recordings: own } = client;
    const all = await readInEveryWay(own, ({ sid }) => sid);
    expect([all[0], all[2]]).toEqual([latest.sid, first.sid]);
    const sids = async (filter: Parameters<typeof own.list>[0]) =>
      (await own.list(filter as object)).map(({ sid }) => sid);
    expect(await sids({ callSid: first.callSid })).toEqual([first.sid]);
    expect((await client.calls(first.callSid).recordings.list()).map(({ sid }) => sid)).toEqual([first.sid]);
    const shown = await own(latest.sid).fetch();
    expect(shown).toMatchObject({ status: 'completed', duration: '5', source: 'StartCallRecordingAPI' });
    const { before, day } = daysAround(shown.dateCreated);
    expect(await sids({ dateCreated: day })).toEqual([latest.sid]);
    expect(await sids({ dateCreatedAfter: day })).toEqual([latest.sid]);
    expect(await sids({ dateCreatedBefore: day })).toEqual(all.slice(1));
    expect(await sids({ dateCreatedBefore: before })).toEqual([]);
    expect(await own(latest.sid).remove()).toBe(true);
    await expect(own(latest.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });
}
