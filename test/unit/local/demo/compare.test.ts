import { expect, test } from '@jest/globals';
import { differences } from '../../../../lib/local/demo/compare.ts';
import type { ExpectedStatement } from '../../../../lib/local/demo/expected.ts';
import type { Statement } from '../../../../lib/local/demo/statement.ts';

const expected: ExpectedStatement = {
  meters: { recordings: { uses: 2, quantity: 39n, billedUnits: 39n, amount: 2_600_000n } },
  trueUp: 1_000_000_000n,
  total: 1_002_600_000n,
  payable: 1_000_000_000n,
};
const recordings = {
  Meter: 'recordings',
  Unit: 'second',
  Prefix: '',
  UnitPrice: '0.004',
  Per: 60,
  Lines: 2,
  Quantity: '39',
  BilledUnits: '39',
  Amount: '0.0036',
};
const statement: Statement = {
  Number: 'AC0-2026-11-1',
  Period: { Name: '2026-11', Zone: 'UTC' },
  Groups: [recordings],
  Adjustments: [
    { Kind: 'allowance', Meter: 'recordings', Plan: 'p', Units: '39', Amount: '-0.001' },
    { Kind: 'commitment', Meter: null, Plan: 'p', Units: '0', Amount: '1' },
  ],
  UnratedLines: 0,
  Total: '1.0026',
  Payable: '1.00',
};

// Guarantee: a statement that says what the script says has no differences.
test('agreement', () => {
  expect(differences(statement, expected)).toEqual([]);
});

// Guarantee: whatever is off by one, be it a billionth of a dollar, is told with its place and by how much.
test.each<[string, Partial<Statement>, string]>([
  ['a use', { Groups: [{ ...recordings, Lines: 3 }] }, 'recordings, uses: stated 3, expected 2, off by 1'],
  [
    'a second',
    { Groups: [{ ...recordings, Quantity: '38' }] },
    'recordings, quantity: stated 38, expected 39, off by -1',
  ],
  [
    'a billed one',
    { Groups: [{ ...recordings, BilledUnits: '40' }] },
    'recordings, billed: stated 40, expected 39, off by 1',
  ],
  [
    'a nano-unit',
    { Groups: [{ ...recordings, Amount: '0.003600001' }] },
    'recordings, amount: stated 0.002600001, expected 0.002600000, off by 0.000000001',
  ],
  ['a lost price', { UnratedLines: 1 }, 'uses without a price: stated 1, expected 0, off by 1'],
  ['the total', { Total: '1.002599999' }, 'total: stated 1.002599999, expected 1.002600000, off by -0.000000001'],
  ['what is payable', { Payable: '1.01' }, 'payable: stated 1.010000000, expected 1.000000000, off by 0.010000000'],
])('%s', (_, wrong, difference) => {
  expect(differences({ ...statement, ...wrong }, expected)).toEqual([difference]);
});

// Guarantee: a meter that the script does not know is told, and one that the statement lacks.
test('meters of one side', () => {
  const strange = { ...recordings, Meter: 'transcriptions' };
  expect(differences({ ...statement, Groups: [strange] }, expected)).toEqual([
    'recordings, uses: stated 0, expected 2, off by -2',
    'recordings, quantity: stated 0, expected 39, off by -39',
    'recordings, billed: stated 0, expected 39, off by -39',
    'recordings, amount: stated -0.001000000, expected 0.002600000, off by -0.003600000',
    'transcriptions, uses: stated 2, expected 0, off by 2',
    'transcriptions, quantity: stated 39, expected 0, off by 39',
    'transcriptions, billed: stated 39, expected 0, off by 39',
    'transcriptions, amount: stated 0.003600000, expected 0.000000000, off by 0.003600000',
  ]);
});
