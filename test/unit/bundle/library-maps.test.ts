import { SourceMap } from 'node:module';
import { expect, test } from '@jest/globals';
import { encode } from '@jridgewell/sourcemap-codec';
import { withoutLibraries } from '../../../functions/library-maps.ts';

// Guarantee: a trace names our own lines as before; where a library's code stands in the bundle, it names none of ours.
test('libraries are left out of a source map, our own lines are not', () => {
  const before = {
    sources: ['../node_modules/zod/core.js', '../lib/money/nano.ts', '../node_modules/zod/mini.js'],
    names: ['check', 'formatNano'],
    mappings: encode([
      [
        [0, 0, 5, 2, 0],
        [20, 1, 9, 4, 1],
        [40, 0, 6, 0],
        [60, 2, 7, 0],
        [80, 1, 11, 8],
      ],
      [
        [0, 2, 8, 0],
        [10, 1, 12, 0],
      ],
    ]),
  };
  const after = withoutLibraries(before);
  expect(after).toMatchObject({ sources: ['../lib/money/nano.ts'], names: ['formatNano'] });
  const map = new SourceMap({ ...after, version: 3, file: 'http.cjs', sourceRoot: '', sourcesContent: [] });
  const at = (line: number, column: number) => {
    const entry = map.findEntry(line, column);
    return 'originalSource' in entry && entry.originalSource ? `${entry.originalSource}:${entry.originalLine}` : 'none';
  };
  const places: [number, number][] = [
    [0, 0],
    [0, 19],
    [0, 20],
    [0, 39],
    [0, 40],
    [0, 79],
    [0, 80],
    [1, 3],
  ];
  expect(places.map(([line, column]) => at(line, column))).toEqual([
    ...['none', 'none', '../lib/money/nano.ts:9', '../lib/money/nano.ts:9'],
    ...['none', 'none', '../lib/money/nano.ts:11', 'none'],
  ]);
});
