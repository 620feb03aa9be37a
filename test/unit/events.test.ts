import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from '@jest/globals';
import { repository } from '../../lib/local/repository.ts';
import { readService } from '../../lib/local/service.ts';

const { functions } = readService();
const samples = globSync('events/*.json', { cwd: repository }).map((file) => basename(file, '.json'));
const tests = globSync('test/**/*.ts', { cwd: repository, exclude: ['test/unit/events.test.ts'] }).map((file) =>
  readFileSync(`${repository}/${file}`, 'utf8'),
);

/** What brings an event of this form. */
function sourceOf(event: { rawPath?: string; Records?: { eventSource?: string }[] }): string {
  if (event.rawPath !== undefined) return 'httpApi';
  const sources = { 'aws:sqs': 'sqs', 'aws:dynamodb': 'stream' } as Record<string, string>;
  return sources[event.Records?.[0]?.eventSource ?? ''] ?? 'schedule';
}

// Guarantee: a sample is named for the Lambda that takes it and has the form that its source brings.
test.each(samples)('events/%s.json', (sample) => {
  const [key = '', what, ...rest] = sample.split('.');
  const lambda = functions[key];
  expect({ key, known: lambda !== undefined, what, rest }).toMatchObject({
    known: true,
    what: expect.any(String),
    rest: [],
  });
  const event = JSON.parse(readFileSync(`${repository}/events/${sample}.json`, 'utf8'));
  const sources = (lambda?.events ?? []).flatMap((each) => Object.keys(each));
  if (sources.length > 0) expect(sources).toContain(sourceOf(event));
});

// Guarantee: every Lambda has a sample of everything that it takes.
test.each(Object.keys(functions))('%s has samples', (key) => {
  expect(samples.filter((sample) => sample.startsWith(`${key}.`))).not.toEqual([]);
});

// Guarantee: no sample lies about unused.
test.each(samples)('events/%s.json is used by a test', (sample) => {
  const what = sample.slice(sample.indexOf('.') + 1);
  expect(tests.some((text) => text.includes(sample) || text.includes(`'${what}'`))).toBe(true);
});
