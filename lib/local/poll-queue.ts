import { setTimeout as after } from 'node:timers/promises';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { credentials, region } from './aws.ts';
import { failedIdentifiers, type Invoke, type Report, told } from './invoke.ts';
import type { Service } from './service.ts';
import { queueName } from './start-queues.ts';

const readersDefault = 4;
const waitSeconds = 5;
const longestRetrySeconds = 60;
const restMilliseconds = 1_000;

const QueueEvent = z.object({
  arn: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }),
  batchSize: z.optional(z.number()),
  maximumConcurrency: z.optional(z.number()),
});

/** A function that reads a queue, and how, as its functions.yml says. */
export type QueueConsumer = {
  readonly functionKey: string;
  readonly queueName: string;
  readonly batchSize: number;
  /** How many batches at one time. */
  readonly readers: number;
};

/** The queues' consumers that the functions.yml files declare. */
export function queueConsumers({ functions, resources }: Service): QueueConsumer[] {
  return Object.entries(functions).flatMap(([functionKey, { events }]) =>
    (events ?? []).flatMap((event) => {
      if (!('sqs' in event)) return [];
      const { arn, batchSize, maximumConcurrency } = QueueEvent.parse(event['sqs']);
      return [
        {
          functionKey,
          queueName: queueName(resources[arn['Fn::GetAtt'][0]]),
          batchSize: Math.min(batchSize ?? 10, 10),
          readers: Math.min(maximumConcurrency ?? readersDefault, readersDefault),
        },
      ];
    }),
  );
}

/** How a queue is read. */
export type QueuePolling = {
  readonly endpoint: string;
  readonly invoke: Invoke;
  readonly report: Report;
  /** How long a message that has been received so many times, and failed, waits for its next turn. */
  readonly retryAfterSeconds?: (received: number) => number;
};

/** Sooner than the queue's visibility timeout, which is made for a function's longest run: a person waits here. */
const retrySoon = (received: number): number => Math.min(2 ** (received - 1), longestRetrySeconds);

/**
 * Brings a queue's messages to its function, as Lambda does: what is done is deleted, what failed comes again, later
 * each time, until the queue's own redrive policy moves it to the dead letters.
 */
export async function pollQueue(
  consumer: QueueConsumer,
  { endpoint, invoke, report, retryAfterSeconds = retrySoon }: QueuePolling,
): Promise<{ close(): Promise<void> }> {
  const client = new SQSClient({ endpoint, region, credentials });
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: consumer.queueName }));
  if (QueueUrl === undefined) throw new Error(`There is no queue ${consumer.queueName}`);
  const stopping = new AbortController();
  const context = { client, QueueUrl, consumer, invoke, report, retryAfterSeconds, signal: stopping.signal };
  const readers = Array.from({ length: consumer.readers }, () => read(context));
  return {
    async close() {
      stopping.abort();
      await Promise.all(readers);
      client.destroy();
    },
  };
}

type Context = {
  readonly client: SQSClient;
  readonly QueueUrl: string;
  readonly consumer: QueueConsumer;
  readonly invoke: Invoke;
  readonly report: Report;
  readonly retryAfterSeconds: (received: number) => number;
  readonly signal: AbortSignal;
};

async function read(context: Context): Promise<void> {
  const { client, QueueUrl, consumer, signal } = context;
  while (!signal.aborted) {
    try {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: consumer.batchSize,
          WaitTimeSeconds: waitSeconds,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        }),
        { abortSignal: signal },
      );
      if (Messages.length > 0) await deliver(Messages, context);
    } catch (error) {
      if (signal.aborted) return;
      context.report(told(error));
      await after(restMilliseconds, undefined, { signal }).catch(() => undefined); // stopped
    }
  }
}

async function deliver(messages: readonly Message[], context: Context): Promise<void> {
  const { client, QueueUrl } = context;
  const failed = await attempt(messages, context);
  const Entries = messages
    .filter((message) => !failed.has(message.MessageId ?? ''))
    .map(({ MessageId, ReceiptHandle }) => ({ Id: MessageId, ReceiptHandle }));
  if (Entries.length > 0) await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  for (const { MessageId, ReceiptHandle, Attributes } of messages) {
    if (!failed.has(MessageId ?? '')) continue;
    const VisibilityTimeout = context.retryAfterSeconds(Number(Attributes?.ApproximateReceiveCount ?? 1));
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
  }
}

/** The message ids that have to come again. */
async function attempt(messages: readonly Message[], { consumer, invoke, report }: Context): Promise<Set<string>> {
  try {
    const answer = await invoke(consumer.functionKey, {
      Records: messages.map((message) => lambdaRecord(message, consumer)),
    });
    return new Set(failedIdentifiers(answer));
  } catch (error) {
    report(told(error));
    return new Set(messages.map((message) => message.MessageId ?? ''));
  }
}

/** A message as Lambda hands it on. */
const lambdaRecord = (message: Message, consumer: QueueConsumer) => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes,
  messageAttributes: message.MessageAttributes ?? {},
  md5OfBody: message.MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:${region}:000000000000:${consumer.queueName}`,
  awsRegion: region,
});
