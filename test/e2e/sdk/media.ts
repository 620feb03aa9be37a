import { expect, test } from '@jest/globals';
import type { World } from '../world.ts';
import { daysAround, readInEveryWay } from './listing.ts';

/** A message's media. */
export function media(started: () => World): void {
  // Guarantee: pictures that a message was sent with are listed, filtered by day, fetched and removed.
  test('list, filters, fetch, remove', async () => {
    const { client, program, rentNumber } = await started().enrol('Media');
    const from = await rentNumber();
    for (const picture of ['/one.png', '/two.png', '/three.png'])
      program.answers(picture, { type: 'image/png', body: Buffer.from(`89504e470d0a1a0a${picture.length}0`, 'hex') });
    const sent = await client.messages.create({
      from,
      to: '+14155550331',
      body: 'Look',
      mediaUrl: ['/one.png', '/two.png', '/three.png'].map(program.url),
    });
    await started().pass('30s');
    expect(await client.messages(sent.sid).fetch()).toMatchObject({ numMedia: '3' });
    const { media: own } = client.messages(sent.sid);
    const all = await readInEveryWay(own, ({ sid }) => sid);
    const [sid = ''] = all;
    const shown = await own(sid).fetch();
    expect(shown).toMatchObject({ parentSid: sent.sid, contentType: 'image/png', dateCreated: expect.any(Date) });
    const { before, day, after } = daysAround(shown.dateCreated);
    const sids = async (filter: Parameters<typeof own.list>[0]) =>
      (await own.list(filter as object)).map((picture) => picture.sid);
    expect(await sids({ dateCreated: day })).toEqual(all);
    expect(await sids({ dateCreatedAfter: before, dateCreatedBefore: after })).toEqual(all);
    expect(await sids({ dateCreatedBefore: before })).toEqual([]);
    expect(await sids({ dateCreatedAfter: after })).toEqual([]);
    expect(await own(sid).remove()).toBe(true);
    await expect(own(sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    expect(await sids({})).toEqual(all.slice(1));
  });
}
