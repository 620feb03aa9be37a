import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { type RunningQueues, startQueues } from '../../../lib/local/start-queues.ts';
import { type Platform, startPlatform } from '../platform.ts';
import { sampleEvent } from '../sample-event.ts';

const account = { sid: `AC${'a'.repeat(32)}`, authToken: 'b'.repeat(32) };
let platform: Platform;
let queues: RunningQueues;
let sqs: SQSClient;
beforeAll(async () => {
  queues = await startQueues();
  platform = await startPlatform({ QUEUE_PREFIX: queues.prefix });
  sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
});
afterAll(async () => {
  sqs.destroy();
  await platform.close();
  await queues.close();
});

/** Takes what lies in a queue. fauxqs forgets a standard queue's message groups, so they are not looked at. */
async function received(name: string): Promise<unknown[]> {
  const QueueUrl = `${queues.endpoint}/000000000000/${queues.prefix}${name}`;
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages.map(({ Body }) => JSON.parse(Body ?? ''));
}

/** The sample of events/ with as many records as changes are given for them. */
function streamEvent(...changes: { queue: string; sequence: string }[]): DynamoDBStreamEvent {
  const [record] = sampleEvent<DynamoDBStreamEvent>('outboxStream.outbox-entry', account).Records;
  return {
    Records: changes.map(({ queue, sequence }): DynamoDBRecord => {
      const NewImage = { ...record?.dynamodb?.NewImage, queue: { S: queue }, SK: { S: sequence } };
      return { ...record, dynamodb: { ...record?.dynamodb, NewImage, SequenceNumber: sequence } };
    }),
  };
}

// Guarantee: what a transaction put into the outbox lies in the queue that it names.
test('an entry reaches its queue', async () => {
  const { handler } = await import('../../../functions/outbox/stream.ts');

  expect(await handler(sampleEvent('outboxStream.outbox-entry', account))).toEqual({ batchItemFailures: [] });

  expect(await received('callback')).toMatchObject([
    {
      sid: `CA${'c'.repeat(32)}`,
      sequence: '000000',
      accountSid: account.sid,
      action: 'callback.send',
      input: { url: 'http://127.0.0.1:3000/status', parameters: { CallStatus: 'completed' } },
    },
  ]);
});

// Guarantee: an entry that no queue wants holds nothing up and is not lost: it lies where the alarm looks.
test('an entry for a queue that does not exist lies in the dead letters, and its neighbours go on', async () => {
  const { handler } = await import('../../../functions/outbox/stream.ts');
  const event = streamEvent({ queue: 'telex', sequence: '000001' }, { queue: 'callback', sequence: '000002' });

  expect(await handler(event)).toEqual({ batchItemFailures: [] });

  expect(await received('outbox-dead')).toMatchObject([{ sequence: '000001' }]);
  expect(await received('callback')).toMatchObject([{ sequence: '000002' }]);
});

// Guarantee: each minute, what is due is handed to its owner; what is not due yet is not; the entry stays.
test('what is due reaches its owner’s queue', async () => {
  const { handler } = await import('../../../functions/outbox/schedule.ts');
  const { dueKeys } = await import('../../../lib/store/due.ts');
  const { documents } = await import('../../../lib/store/table.ts');
  const now = Date.now();
  const put = (id: string, at: number) =>
    documents.send(
      new PutCommand({
        TableName: process.env['TABLE_NAME'],
        Item: { PK: `RES#${id}`, SK: 'RES', ...dueKeys('minute', { at, owner: 'call', what: 'call.overdue', id }) },
      }),
    );
  await put('CA1', now - 1);
  await put('CA2', now + 60_000);

  await handler(sampleEvent('outboxSchedule.minute', account));

  expect(await received('call')).toEqual([{ due: { at: now - 1, what: 'call.overdue', id: 'CA1' } }]);
  const waiting = (await platform.items()).filter(({ PK }) => PK === 'RES#CA1' || PK === 'RES#CA2');
  expect(waiting).toMatchObject([{ duePK: expect.any(String) }, { duePK: expect.any(String) }]);
});
