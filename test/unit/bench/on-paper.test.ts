import { expect, test } from '@jest/globals';
import { onPaper } from '../../bench/on-paper.ts';

// Guarantee: the bench's paper about a million accounts is the arithmetic that docs/billing.md shows, of the units measured.
test('a million accounts', () => {
  const operations = [
    { name: 'sealing an empty day', write: 12, read: 9 },
    { name: 'sealing a day of 150 lines', write: 12, read: 38 },
    { name: 'sealing the last day, closing the period', write: 14, read: 35.5 },
    { name: 'rating a batch of 100 events', write: 208, read: 301 },
  ];
  const paper = onPaper(operations, { accounts: 1_000, seconds: 200, cpuSeconds: 30, statementsPerSecond: 5 });
  const rounded = Object.entries(paper).map(([name, value]) => [name, Math.round(value * 100) / 100]);
  expect(Object.fromEntries(rounded)).toEqual({
    writeUnitsAnAccount: 362,
    readUnitsAnAccount: 640,
    sealsAndStatementsDollars: 306.25,
    ratingDollars: 1_676.25,
    objectsDollars: 15,
    workersDollars: 1.67,
    tableSeconds: 350,
    workersSeconds: 2_000,
  });
  // A worker that has computed all the time has 0.29 of that CPU as a Lambda of 512 MB.
  const busy = onPaper(operations, { accounts: 1_000, seconds: 200, cpuSeconds: 200, statementsPerSecond: 5 });
  expect(busy.workersSeconds).toBeCloseTo((2_000 * 1_769) / 512, 6);
  expect(() => onPaper([], { accounts: 1, seconds: 1, cpuSeconds: 1, statementsPerSecond: 1 })).toThrow('not measured');
});
