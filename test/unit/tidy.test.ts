import { expect, test } from '@jest/globals';
import { rules } from './tidy/rules.ts';
import { ourSources, sourceOf } from './tidy/source.ts';

const sources = ourSources();

// Guarantee: the house rules hold in every file, and whoever breaks one is told what to do instead.
test.each(Object.entries(rules))('%s', (_, { brokenAt, instead }) => {
  const broken = sources.flatMap((source) => brokenAt(source).map((line) => `${source.path}:${line}`));
  expect({ broken, instead }).toEqual({ broken: [], instead });
});

// Guarantee: no rule is one that nothing can break.
test.each(Object.entries(rules))('%s: its example breaks it', (_, { brokenAt, example: [path, text] }) => {
  expect(brokenAt(sourceOf(path, text))).toHaveLength(1);
});
