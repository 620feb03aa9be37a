import { GetQueueAttributesCommand, GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Invoke } from '../../../lib/local/invoke.ts';
import { pollQueue, queueConsumers } from '../../../lib/local/poll-queue.ts';
import { readService } from '../../../lib/local/service.ts';
import { type RunningQueues, startQueues } from '../../../lib/local/start-queues.ts';
import { eventually } from '../../eventually.ts';

let queues: RunningQueues;
let sqs: SQSClient;
beforeAll(async () => {
  queues = await startQueues();
  sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
});
afterAll(async () => {
  sqs.destroy();
  await queues.close();
});

const urlOf = async (name: string) => (await sqs.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl;

async function callbackConsumer() {
  const consumer = queueConsumers(readService()).find(({ functionKey }) => functionKey === 'callbackQueue');
  if (consumer === undefined) throw new Error('serverless.yml has no callbackQueue');
  return { ...consumer, readers: 1 };
}

const bodiesOf = (event: unknown) => (event as { Records: { body: string; messageId: string }[] }).Records;

// Guarantee: a message that failed comes again, its neighbours in the batch do not, and after as many failures as the
// queue's own redrive policy allows it lies in the dead letters.
test('what fails comes again and ends in the dead letters', async () => {
  const consumer = await callbackConsumer();
  const QueueUrl = await urlOf(consumer.queueName);
  const dead = await urlOf(`${consumer.queueName}-dead`);
  for (const MessageBody of ['good', 'bad']) {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId: 'AC1' }));
  }
  const seen: string[] = [];
  const invoke: Invoke = async (_, event) => {
    seen.push(...bodiesOf(event).map(({ body }) => body));
    const failed = bodiesOf(event).filter(({ body }) => body === 'bad');
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
  const options = { endpoint: queues.endpoint, invoke, report: () => undefined, retryAfterSeconds: () => 0 };
  const poller = await pollQueue(consumer, options);

  await eventually('the dead letter', async () => {
    const AttributeNames = ['ApproximateNumberOfMessages' as const];
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: dead, AttributeNames }));
    return Attributes?.ApproximateNumberOfMessages === '1';
  });
  await poller.close();
  expect(seen.filter((body) => body === 'good')).toHaveLength(1);
  expect(seen.filter((body) => body === 'bad')).toHaveLength(5);
});
