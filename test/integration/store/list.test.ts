import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Platform, startPlatform } from '../platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const partition = 'AC1#thing';
const noon = 1_795_000_000_000;
const sidOf = (index: number) => `CA${String(index).padStart(32, '0')}`;

async function insert(from: number, to: number, at: (index: number) => number) {
  const { documents, table } = await import('../../../lib/store/table.ts');
  const { listKeys } = await import('../../../lib/store/resource.ts');
  for (let start = from; start < to; start += 25) {
    const items = Array.from({ length: Math.min(25, to - start) }, (_, offset) => {
      const sid = sidOf(start + offset);
      const createdAt = at(start + offset);
      return {
        PK: `RES#${sid}`,
        SK: 'RES',
        sid,
        createdAt,
        even: (start + offset) % 2 === 0,
        ...listKeys({ accountSid: 'AC1', type: 'thing', createdAt, sid }),
      };
    });
    await documents.send(
      new BatchWriteCommand({ RequestItems: { [table.getName()]: items.map((Item) => ({ PutRequest: { Item } })) } }),
    );
  }
}

// Guarantee: the last page says that it is the last, a filter loses nothing, and a span holds what lies in it.
test('pages at the edges', async () => {
  const { listPage } = await import('../../../lib/store/list.ts');
  await insert(0, 1_000, (index) => noon + Math.floor(index / 3) * 1_000);
  const list = { index: 'list', partition } as const;
  const exact = await listPage({ ...list, from: noon, to: noon + 1_000 }, 3);
  expect(exact.items.map(({ sid }) => sid)).toEqual([sidOf(2), sidOf(1), sidOf(0)]);
  expect(exact.next).toBeUndefined();
  const more = await listPage({ ...list, from: noon, to: noon + 2_000 }, 5);
  expect(more.next).toBeDefined();
  expect((await listPage({ ...list, from: noon, to: noon + 2_000, after: more.next }, 5)).items).toHaveLength(1);
  const even = await listPage({ ...list, to: noon + 400_000 }, 100, (item) => item['even'] === true);
  expect(even.items).toHaveLength(100);
  expect(even.items.every((item) => item['even'] === true)).toBe(true);
  expect(await listPage({ index: 'list', partition: 'AC2#thing' }, 5)).toEqual({
    items: [],
    next: undefined,
    previous: undefined,
  });
});

// Guarantee: whoever pages back from any page sees what they saw on the way there, each once and in the same order, whatever has come
// since and whatever the filter leaves out; and the first page says that it is the first.
test.each([
  ['everything', () => true, 40, 200],
  ['few of many', (sid: string) => Number(sid.slice(2)) % 97 === 0, 1, 400],
  ['nearly nothing, so that pages are short', (sid: string) => sid === sidOf(1_003), 5, 1_030],
])('there and back over %s', async (name, isWanted, size, count) => {
  const { listPage } = await import('../../../lib/store/list.ts');
  const start = 10_000 * (1 + name.length);
  const of = (index: number) => noon + start * 1_000 + Math.floor(index / 3) * 1_000;
  const span = { from: of(0), to: of(count + 100) };
  const listing = { index: 'list', partition, ...span } as const;
  await insert(0, count, of);
  const read = async (place: { after?: string; upTo?: string }) => {
    const page = await listPage({ ...listing, ...place }, size, ({ sid }) => isWanted(String(sid)));
    return { ...page, sids: page.items.map(({ sid }) => String(sid)) };
  };
  const there = [await read({})];
  while (there.at(-1)?.next !== undefined) there.push(await read({ after: there.at(-1)?.next ?? '' }));
  const wanted = Array.from({ length: count }, (_, index) => sidOf(count - 1 - index)).filter(isWanted);
  expect(there.flatMap(({ sids }) => sids)).toEqual(wanted);
  expect(there[0]?.previous).toBeUndefined();

  await insert(count, count + 50, of); // What comes meanwhile is newer: before the first page.
  let page = there.at(-1);
  const back = [page?.sids ?? []];
  while (page?.previous !== undefined) {
    page = await read({ upTo: page.previous });
    back.unshift(page.sids);
  }
  expect(page?.next).toBeDefined();
  const newer = Array.from({ length: 50 }, (_, index) => sidOf(count + 49 - index)).filter(isWanted);
  expect(back.flat()).toEqual([...newer, ...wanted]);
  const again = await read({ upTo: there[1]?.previous ?? '' });
  expect(again.sids).toEqual(there[0]?.sids);
  expect(again.next).toBe(there[0]?.next);
});
