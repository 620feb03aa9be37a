import { expect, test } from '@jest/globals';
import { operationUnits } from '../../bench/units/operations.ts';

/** The most that each operation may use: write units, read units. */
const bounds: Readonly<Record<string, readonly [number, number]>> = {
  'placing a call': [10, 4],
  'webhook: calls status, initiated': [2, 1],
  'webhook: calls status, ringing': [2, 1],
  'webhook: calls status, in-progress': [2, 1],
  'webhook: calls continue, in-progress': [0, 1],
  'webhook: calls status, completed': [5, 1],
  'sending a message': [10, 3],
  'webhook: messages status, sent': [2, 1],
  'webhook: messages status, delivered': [5, 1],
  'webhook: calls answer': [8, 5],
  'listing 20 calls': [2, 82.5],
  'rating an event alone': [6, 4],
  'rating a batch of 100 events': [208, 301],
  'sealing a day of 150 lines': [14, 38],
  'sealing an empty day': [14, 9],
  'sealing the last day, closing the period': [16, 60],
};

// Guarantee: no operation of a call's life, a message's, or of billing costs more of the table than its bound (billing.md, Proof).
test('write and read units of each operation', async () => {
  const operations = await operationUnits();

  const table = operations.map(({ name, write, read }) => `${name.padEnd(44)}${write} written, ${read} read`);
  process.stdout.write(`${table.join('\n')}\n`);
  expect(operations.map(({ name }) => name).sort()).toEqual(Object.keys(bounds).sort());
  for (const { name, write, read } of operations) {
    const [writeMax = 0, readMax = 0] = bounds[name] ?? [];
    expect({ name, withinWrite: write <= writeMax, withinRead: read <= readMax }).toEqual({
      name,
      withinWrite: true,
      withinRead: true,
    });
  }
});
