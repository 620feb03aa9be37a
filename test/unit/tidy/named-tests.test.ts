import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { repository } from '../../../lib/local/repository.ts';

const documents = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: repository })];

// Guarantee: each test file that the documentation names as a proof is there.
test.each(documents)('%s', (document) => {
  const text = readFileSync(join(repository, document), 'utf8');
  const named = text.match(/\btest\/[\w./-]+\.test\.ts/g) ?? [];
  expect(named.filter((file) => !existsSync(join(repository, file)))).toEqual([]);
});

// Guarantee: the list of proofs is one: it names tests.
test('docs/proof.md names tests', () => {
  const text = readFileSync(join(repository, 'docs/proof.md'), 'utf8');
  expect((text.match(/\btest\/[\w./-]+\.test\.ts/g) ?? []).length).toBeGreaterThan(40);
});
