import type { _Record } from '@aws-sdk/client-dynamodb-streams';
import { expect, test } from '@jest/globals';
import { deliverBatch } from '../../../lib/local/deliver-batch.ts';
import type { StreamConsumer } from '../../../lib/local/stream-consumer.ts';

const consumer: StreamConsumer = {
  functionKey: 'usageStream',
  batchSize: 100,
  bisects: true,
  ageMaxMilliseconds: 60_000,
  retriesMax: Number.POSITIVE_INFINITY,
  patterns: [],
};
const records = (count: number, at = new Date()): _Record[] =>
  Array.from({ length: count }, (_, index) => ({
    dynamodb: { SequenceNumber: String(index + 1), ApproximateCreationDateTime: at },
  }));

/** Delivers to a function that answers as `answer` says; what it was given, what is done, what was given up. */
async function deliver(
  batch: _Record[],
  answer: (numbers: string[], call: number) => unknown,
  changes: Partial<StreamConsumer> = {},
) {
  const calls: string[][] = [];
  const reports: string[] = [];
  const done: (string | undefined)[] = [];
  const discarded: (string | undefined)[] = [];
  await deliverBatch(batch, {
    consumer: { ...consumer, ...changes },
    signal: new AbortController().signal,
    report: (line) => reports.push(line),
    invoke: async (_, event) => {
      const numbers = (event as { Records: _Record[] }).Records.map((record) =>
        String(record.dynamodb?.SequenceNumber),
      );
      calls.push(numbers);
      return answer(numbers, calls.length);
    },
    done: (record) => done.push(record.dynamodb?.SequenceNumber),
    discard: (given) => discarded.push(...given.map((record) => record.dynamodb?.SequenceNumber)),
  });
  return { calls, done, discarded, reports };
}

const failing = (...numbers: string[]) => ({
  batchItemFailures: numbers.map((itemIdentifier) => ({ itemIdentifier })),
});

// Guarantee: what a function reports as failed comes again from the first such record on, and nothing before it.
test('a partial failure comes again from the first failed record', async () => {
  const { calls, done } = await deliver(records(4), (_, call) => (call === 1 ? failing('3', '4') : undefined));
  expect(calls).toEqual([
    ['1', '2', '3', '4'],
    ['3', '4'],
  ]);
  expect(done).toEqual(['2', '4']);
});

// Guarantee: a failing batch is halved until the poison is alone, so that its neighbours get through, in order.
test('a batch that fails is halved', async () => {
  let poison = true;
  const { calls, done } = await deliver(records(4), (numbers) => {
    if (poison && numbers.includes('3')) {
      if (numbers.length === 1) poison = false;
      throw new Error('poison');
    }
    return undefined;
  });
  expect(calls).toEqual([['1', '2', '3', '4'], ['1', '2'], ['3', '4'], ['3'], ['3'], ['4']]);
  expect(done).toEqual(['2', '3', '4']);
});

// Guarantee: poison does not block for ever: it is given up when too old or tried too often, and told of.
test('what is too old is given up without a call', async () => {
  const { calls, discarded } = await deliver(records(2, new Date(Date.now() - 61_000)), () => undefined);
  expect(calls).toEqual([]);
  expect(discarded).toEqual(['1', '2']);
});

// Guarantee: what fails at every attempt is given up after the last, and told of.
test('what was tried too often is given up', async () => {
  const answer = () => {
    throw new Error('always');
  };
  const { calls, discarded, reports } = await deliver(records(1), answer, { retriesMax: 1 });
  expect(calls).toEqual([['1'], ['1']]);
  expect(discarded).toEqual(['1']);
  expect(reports).toEqual(['always', 'always']);
});
