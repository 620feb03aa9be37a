import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Handler, send } from '../gateway.ts';
import { type Platform, startPlatform } from '../platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const accountSid = `AC${'1'.repeat(32)}`;
const resourceSid = (index: number) => `CA${String(index).padStart(32, '0')}`;

async function note(sid: string, owner = accountSid, body = 'x'.repeat(10_000)) {
  const { noteExchange } = await import('../../../lib/exchange/keep-exchange.ts');
  noteExchange({
    concern: { accountSid: owner, resourceSid: sid },
    ...({ kind: 'application-logic', direction: 'outbound', counterpart: 'program', method: 'POST' } as const),
    url: 'https://user:secret@host/voice',
    began: performance.now(),
    ended: performance.now(),
    request: { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body },
    response: { status: 200, headers: { 'content-type': 'text/xml' }, body },
    secrets: ['token'],
  });
}

// Guarantee: what keeping costs is known, and an item stays far below 100 KB.
test('the cost of an exchange', async () => {
  const { keepExchanges } = await import('../../../lib/exchange/keep-exchange.ts');
  const times: number[] = [];
  const cpus: number[] = [];
  for (let round = 0; times.length < 100; round += 1) {
    await note(resourceSid(round));
    await note(resourceSid(round));
    const cpu = process.cpuUsage();
    const began = performance.now();
    const kept = await keepExchanges();
    if (kept.length === 0) continue; // The table took longer than a request waits for it.
    expect(kept).toHaveLength(2);
    times.push(performance.now() - began);
    const { user, system } = process.cpuUsage(cpu);
    cpus.push((user + system) / 1_000 / 2);
  }
  const median = (values: number[]) => (values.sort((one, other) => one - other)[50] ?? 0).toFixed(2);
  const largest = Math.max(...(await platform.exchanges()).map((item) => JSON.stringify(item).length));
  console.info(
    `two exchanges with bodies of 4 KB: ${median(times)} ms to keep, ${median(cpus)} ms CPU each; the largest item ${largest} bytes`,
  );
  expect(largest).toBeLessThan(20_000);
});

// Guarantee: without the table nothing fails, and what it costs is bounded.
test('a table that does not answer', async () => {
  const { keepExchanges } = await import('../../../lib/exchange/keep-exchange.ts');
  const { documents } = await import('../../../lib/store/table.ts');
  const name = 'silence';
  documents.middlewareStack.add(() => () => new Promise<never>(() => undefined), { step: 'initialize', name });
  await note(resourceSid(1));
  expect(await keepExchanges()).toEqual([]); // comes back at all
  documents.middlewareStack.remove(name);
});

// Guarantee: each of an account's exchanges is listed exactly once, newest first, while more are made; and by error alone.
test('2,000 exchanges in pages of 100', async () => {
  const { keepExchanges } = await import('../../../lib/exchange/keep-exchange.ts');
  const tenant = await platform.enrol();
  const handler = (await import('../../../functions/inspector/http.ts')).handler as unknown as Handler;
  const add = async (count: number) => {
    for (let index = 0; index < count; index += 1) await note(resourceSid(index), tenant.sid, '');
    await keepExchanges();
  };
  for (let batch = 0; batch < 20; batch += 1) await add(100);
  const shown: string[] = [];
  let path: string | null = `/v1/Accounts/${tenant.sid}/Events?PageSize=100`;
  let pages = 0;
  while (path !== null) {
    const { body } = await send(handler, { method: 'GET', path, as: tenant });
    shown.push(...(body['Events'] as { Id: string }[]).map(({ Id }) => Id));
    path = body['NextPageUri'] as string | null;
    pages += 1;
    await add(5);
  }
  expect(new Set(shown).size).toBe(shown.length);
  expect(shown.length).toBe(2_000);
  expect(pages).toBeLessThanOrEqual(21);
  const times = shown.map((id) => id.split('-')[1] ?? '');
  expect(times).toEqual([...times].sort().reverse());
  const failed = await send(handler, {
    method: 'GET',
    path: `/v1/Accounts/${tenant.sid}/Events?ErrorsOnly=true`,
    as: tenant,
  });
  expect(failed.body).toMatchObject({ Events: [], NextPageUri: null });
});
