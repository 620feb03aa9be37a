import { expect, test } from '@jest/globals';
import { engineFor } from '../../bench/engine-for.ts';

// Guarantee: many accounts are billed on the engine that does not slow down as items grow, wherever Java is, unless another was chosen.
test.each([
  [10_000, undefined, ['dynoxide', 'dynamodb-local'], 'dynamodb-local'],
  [1_000, undefined, ['dynamodb-local'], 'dynamodb-local'],
  [10_000, undefined, ['dynoxide'], undefined],
  [999, undefined, ['dynoxide', 'dynamodb-local'], undefined],
  [10_000, 'dynoxide', ['dynoxide', 'dynamodb-local'], 'dynoxide'],
  [100, 'dynamodb-local', ['dynoxide', 'dynamodb-local'], 'dynamodb-local'],
] as const)('%i accounts, chosen %s, of %j: %s', (accounts, chosen, here, engine) => {
  expect(engineFor(accounts, chosen, here)).toBe(engine);
});
