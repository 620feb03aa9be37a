import { expect, test } from '@jest/globals';
import type { World } from '../world.ts';
import { daysAround, readInEveryWay } from './listing.ts';

/** Usage Records and their sub-resources. */
export function usageRecords(started: () => World): void {
  // Guarantee: usage is read by category, by day, month and year, for today and yesterday, and between days.
  test('list, sub-resources, categories, days', async () => {
    const world = started();
    const { client, rentNumber } = await world.enrol('Usage');
    const from = await rentNumber();
    const send = async (messages: number) => {
      for (let sent = 0; sent < messages; sent += 1)
        await client.messages.create({ from, to: '+14155550381', body: 'Ahoy' });
      await world.pass('30s');
    };
    await send(2);
    await world.pass('24h');
    await send(1);
    const { records } = client.usage;
    await readInEveryWay(records, ({ category }) => category);
    await readInEveryWay(records.daily, ({ category, startDate }) => `${category} ${startDate.toISOString()}`);

    const category = 'sms-outbound';
    const counts = async (list: Promise<{ count: string; category: string }[]>) =>
      (await list).map((record) => [record.category, record.count]);
    expect(await counts(records.list({ category }))).toEqual([[category, '3']]);
    expect(await counts(records.allTime.list({ category }))).toEqual([[category, '3']]);
    expect(await counts(records.daily.list({ category }))).toEqual([
      [category, '1'],
      [category, '2'],
    ]);
    expect(await counts(records.today.list({ category }))).toEqual([[category, '1']]);
    expect(await counts(records.yesterday.list({ category }))).toEqual([[category, '2']]);
    expect(await counts(records.yearly.list({ category }))).toEqual([[category, '3']]);
    expect((await records.monthly.list({ category })).reduce((sum, { count }) => sum + Number(count), 0)).toBe(3);
    expect((await records.thisMonth.list({ category })).length).toBe(1);
    expect((await records.lastMonth.list({ category })).length).toBe(1);
    const [today] = await records.today.list({ category });
    const { before, day } = daysAround(today?.startDate ?? new Date(0));
    expect(await counts(records.list({ category, startDate: day, endDate: day }))).toEqual([[category, '1']]);
    expect(await counts(records.list({ category, startDate: before, endDate: before }))).toEqual([[category, '2']]);
    expect(today).toMatchObject({ price: 0.0079, priceUnit: 'usd', usage: '1', usageUnit: 'segments' });
  });
}
