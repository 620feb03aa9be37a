import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Write } from '../../../lib/store/commit.ts';
import { type Platform, startPlatform } from '../platform.ts';
import { fail } from './fault.ts';

let platform: Platform;
let commit: (writes: readonly Write[]) => Promise<'committed' | 'lost'>;
let bind: (id: string, sid: string) => Write;
let bound: (id: string) => Promise<string | undefined>;
let heal = () => {};

beforeAll(async () => {
  platform = await startPlatform();
  ({ commit } = await import('../../../lib/store/commit.ts'));
  const reference = await import('../../../lib/store/reference.ts');
  const named = (id: string) => ({ carrier: 'twilio', account: 'AC', id });
  bind = (id, sid) => reference.putReference(named(id), sid);
  bound = (id) => reference.loadReference(named(id));
});
afterEach(() => heal());
afterAll(() => platform.close());

// Guarantee: a transaction is written whole or not at all, and a failed condition is told apart from everything else.
test('lost means that another was first, and nothing of it is written', async () => {
  expect(await commit([bind('a', 'CA1')])).toBe('committed');
  expect(await commit([bind('b', 'CA2'), bind('a', 'CA3')])).toBe('lost');
  expect(await bound('a')).toBe('CA1');
  expect(await bound('b')).toBeUndefined();
});

// Guarantee: conflicts, throttling and their mixtures are tried again; the write then happens once.
test.each([
  ['a conflict', ['TransactionConflict']],
  ['throttling', ['ThrottlingError', 'None']],
  ['a mixture with a failed condition', ['TransactionConflict', 'ConditionalCheckFailed']],
])('%s passes', async (name, codes) => {
  heal = await fail({ times: 3, codes });
  expect(await commit([bind(name, 'CA1')])).toBe('committed');
  expect(await bound(name)).toBe('CA1');
});

// Guarantee: what never passes ends, and the caller learns it.
test('a conflict that stays is thrown within some 2 s', async () => {
  heal = await fail({ times: Number.POSITIVE_INFINITY, codes: ['TransactionConflict'] });
  await expect(commit([bind('c', 'CA1')])).rejects.toThrow();
  expect(await bound('c')).toBeUndefined();
});

// Guarantee: an answer that is lost after the commit does not make the SDK's own retry write again or fail.
test('a timeout after the commit', async () => {
  heal = await fail({ times: 1, after: true });
  expect(await commit([bind('d', 'CA1')])).toBe('committed');
  expect(await bound('d')).toBe('CA1');
});

// Guarantee: what DynamoDB would refuse is not even tried: it is a defect of the caller.
test('a transaction of more than 100 writes is a defect', async () => {
  await expect(commit(Array.from({ length: 101 }, (_, id) => bind(`e${id}`, 'CA1')))).rejects.toThrow('100 at most');
});
