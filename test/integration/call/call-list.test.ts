import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EntityParser } from 'dynamodb-toolbox/entity/actions/parse';
import { type Credentials, type Handler, send } from '../gateway.ts';
import { type Platform, startPlatform } from '../platform.ts';

let platform: Platform;
let calls: Handler;
beforeAll(async () => {
  platform = await startPlatform();
  calls = (await import('../../../functions/call/http.ts')).handler as unknown as Handler;
});
afterAll(() => platform.close());

const noon = 1_795_000_000_000;
const batchMax = 25;
const writers = 8;
const sidOf = (index: number) => `CA${String(index).padStart(32, '0')}`;

/** An account's calls by number, as the call function stores them; `at` says when each was made. */
async function insert(account: Credentials, from: number, to: number, at: (index: number) => number): Promise<void> {
  const { CallEntity } = await import('../../../functions/call/call-store.ts');
  const { bornAt, listKeys } = await import('../../../lib/store/resource.ts');
  const { documents, table } = await import('../../../lib/store/table.ts');
  const parser = CallEntity.build(EntityParser);
  const itemOf = (index: number): Record<string, unknown> => {
    const [sid, createdAt] = [sidOf(index), at(index)];
    const [To, From] = ['+14155550111', '+12125550100'];
    return parser.parse({
      sid,
      accountSid: account.sid,
      ...bornAt(createdAt),
      configurationVersion: 0,
      status: 'completed',
      direction: 'outbound-api',
      to: To,
      from: From,
      answeredAt: createdAt,
      endedAt: createdAt + 60_000,
      finalizedAt: createdAt + 60_000,
      durationSeconds: 60,
      limitSeconds: 14_400,
      callbacksSent: 0,
      ...listKeys({ accountSid: account.sid, type: 'call', createdAt, sid, to: To, from: From }),
    }).item;
  };
  const write = async (start: number) => {
    const numbers = Array.from({ length: Math.min(batchMax, to - start) }, (_, offset) => start + offset);
    const RequestItems = { [table.getName()]: numbers.map((index) => ({ PutRequest: { Item: itemOf(index) } })) };
    await documents.send(new BatchWriteCommand({ RequestItems }));
  };
  const starts = Array.from({ length: Math.ceil((to - from) / batchMax) }, (_, index) => from + index * batchMax);
  const writer = async () => {
    for (let start = starts.pop(); start !== undefined; start = starts.pop()) await write(start);
  };
  await Promise.all(Array.from({ length: writers }, writer));
}

type Page = { readonly sids: string[]; readonly next: string | null; readonly requests: number };

/** One page, by its path, and how often the table was asked for it. */
async function page(as: Credentials, path: string): Promise<Page> {
  const { documents } = await import('../../../lib/store/table.ts');
  let requests = 0;
  documents.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        if (/Query|Get/.test(commandName)) requests += 1;
        return next(args);
      },
    { step: 'initialize', name: 'count', override: true },
  );
  const { status, body } = await send(calls, { method: 'GET', path, as });
  documents.middlewareStack.remove('count');
  expect(status).toBe(200);
  const sids = (body['calls'] as { sid: string }[]).map(({ sid }) => sid);
  return { sids, next: body['next_page_uri'] as string | null, requests };
}

/** The cheapest of three looks at a page: what a warm function remembers for some seconds only is no part of its price. */
async function cheapest(as: Credentials, path: string): Promise<Page> {
  const looks = [await page(as, path), await page(as, path), await page(as, path)] as const;
  return looks.reduce((least, look) => (look.requests < least.requests ? look : least));
}

const listOf = ({ sid }: Credentials, query: string) => `/2010-04-01/Accounts/${sid}/Calls.json?${query}`;

// Guarantee: paging is stable: of 10,000 calls, many of one instant, each is shown exactly once, newest first, while 1,000
// more are made; and a page costs what it costs in an account with 20 calls (here also its search by To).
test('10,000 calls in pages of 50 while 1,000 are added', async () => {
  const [small, large] = [await platform.enrol(), await platform.enrol()];
  const startedAt = performance.now();
  await insert(small, 20_000, 20_020, (index) => noon + index);
  await insert(large, 0, 10_000, (index) => noon + Math.floor(index / 3) * 1_000);
  const seededAt = performance.now();

  for (const query of ['PageSize=20', 'PageSize=20&To=%2B14155550111', 'PageSize=20&StartTime%3E=2026-01-01']) {
    const [ofFew, ofMany] = [await cheapest(small, listOf(small, query)), await cheapest(large, listOf(large, query))];
    expect([ofFew.sids.length, ofMany.sids.length]).toEqual([20, 20]);
    expect({ query, requests: ofMany.requests }).toEqual({ query, requests: ofFew.requests });
  }

  const shown: string[] = [];
  let requestsMost = 0;
  let added = 10_000;
  // Half of what is added is newer than all; the other half is of the very instants that are being shown.
  const newer = (index: number) => (index % 2 === 0 ? noon + 10_000_000 : noon + (index % 3_334) * 1_000);
  for (let path: string | null = listOf(large, 'PageSize=50'); path !== null; ) {
    const [found]: [Page, unknown] = await Promise.all([
      page(large, path),
      insert(large, added, Math.min(added + 5, 11_000), newer),
    ]);
    added = Math.min(added + 5, 11_000);
    shown.push(...found.sids);
    requestsMost = Math.max(requestsMost, found.requests);
    path = found.next;
  }
  const before = shown.filter((sid) => Number(sid.slice(2)) < 10_000);
  console.log(
    `paging: 10,000 calls seeded in ${((seededAt - startedAt) / 1_000).toFixed(1)} s, then shown with ${shown.length - before.length} of ` +
      `${added - 10_000} added ones in ${((performance.now() - seededAt) / 1_000).toFixed(1)} s, at most ${requestsMost} table requests a page; ` +
      `${10_000 - new Set(before).size} missed, ${shown.length - new Set(shown).size} shown twice`,
  );
  expect(added).toBe(11_000);
  expect(before).toHaveLength(10_000);
  expect(new Set(shown).size).toBe(shown.length);
  const seconds = before.map((sid) => Math.floor(Number(sid.slice(2)) / 3));
  expect(seconds).toEqual(seconds.toSorted((one, other) => other - one));
});
