import { beforeAll, expect, test } from '@jest/globals';
import type { Tenant, World } from '../world.ts';
import { daysAround, readInEveryWay } from './listing.ts';

/** Messages. */
export function messages(started: () => World): void {
  const phone = '+14155550321';
  let tenant: Tenant;
  let from: string;
  beforeAll(async () => {
    tenant = await started().enrol('Messages');
    from = await tenant.rentNumber();
  });

  // Guarantee: what is redacted or deleted is gone from the API, and nobody pays less for it.
  test('create, fetch, redact, remove', async () => {
    const { messages: own } = tenant.client;
    const sent = await own.create({ from, to: phone, body: 'A secret' });
    expect(sent).toMatchObject({ status: 'queued', body: 'A secret', numSegments: '1', direction: 'outbound-api' });
    await started().pass('30s');
    const { price } = await own(sent.sid).fetch();
    expect(await own(sent.sid).update({ body: '' })).toMatchObject({ body: '', status: 'delivered', price });
    expect(await own(sent.sid).remove()).toBe(true);
    await expect(own(sent.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    expect((await own.list()).map(({ sid }) => sid)).not.toContain(sent.sid);
  });

  // Guarantee: a list is read in any pages, and filtered by To, From and the day on which a message was sent.
  test('list, each, page, filters', async () => {
    const { messages: own } = tenant.client;
    for (const to of [phone, phone, '+14155550322']) {
      await own.create({ from, to, body: 'Ahoy' });
      await started().pass('5s');
    }
    await started().pass('24h');
    const { sid: latest } = await own.create({ from, to: phone, body: 'Ahoy again' });
    await started().pass('30s');
    const sids = async (filter: Parameters<typeof own.list>[0]) =>
      (await own.list(filter as object)).map(({ sid }) => sid);
    const all = await readInEveryWay(own, ({ sid }) => sid);
    expect(all[0]).toBe(latest);
    expect(await sids({ to: '+14155550322' })).toEqual([all[1]]);
    expect(await sids({ from })).toEqual(all);

    const { before, day, after } = daysAround((await own(latest).fetch()).dateSent);
    expect(await sids({ dateSent: day })).toEqual([latest]);
    expect(await sids({ dateSent: before })).toEqual(all.slice(1));
    expect(await sids({ dateSentAfter: day })).toEqual([latest]);
    expect(await sids({ dateSentBefore: day })).toEqual(all.slice(1));
    expect(await sids({ dateSentAfter: before, dateSentBefore: after })).toEqual(all);
    expect(await sids({ dateSentAfter: after })).toEqual([]);
  });
}
