import { GetQueueUrlCommand, QueueDoesNotExist, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { environment } from '../environment/environment.ts';

// The endpoint that is configured: on one machine queue URLs name a host (`sqs.….localhost`) that few machines resolve.
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
const urls = new Map<string, string>();

/** A batch holds at most ten messages (SQS). */
export const batchMax = 10;

/** The longest that SQS holds a message back, in seconds. */
export const delaySecondsMax = 900;

/**
 * One message for a queue: its body as JSON, the account whose backlog must delay no other (fair queues), and how many
 * seconds it is held back.
 */
export type QueueMessage = {
  readonly body: object;
  readonly accountSid?: string | undefined;
  readonly delaySeconds?: number;
};

/**
 * Sends up to ten messages to the queue of a micro-service (`call`, `callback`, …).
 * `unknown`: there is no such queue. Throws when SQS cannot be reached or takes some of them only.
 */
export async function sendToQueue(queue: string, messages: readonly QueueMessage[]): Promise<'sent' | 'unknown'> {
  const QueueUrl = await urlOf(queue);
  if (QueueUrl === undefined) return 'unknown';
  const Entries = messages.map(({ body, accountSid, delaySeconds }, index) => ({
    Id: String(index),
    MessageBody: messageBody(body),
    ...(accountSid !== undefined && { MessageGroupId: accountSid }),
    ...(delaySeconds !== undefined && { DelaySeconds: delaySeconds }),
  }));
  const { Failed } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  if (Failed !== undefined && Failed.length > 0) {
    throw new Error(`Queue ${queue} refused ${Failed.length} messages: ${Failed[0]?.Code} ${Failed[0]?.Message}`);
  }
  return 'sent';
}

/**
 * A body as JSON that every SQS takes. SQS refuses U+FFFE and U+FFFF, and the local one all that is beyond U+FFFD, emoji
 * included; a tenant's text may hold any of them, and must block no outbox. As `\u` escapes they are plain ASCII.
 */
export const messageBody = (body: object): string =>
  JSON.stringify(body).replace(/[\ud800-\udfff\ufffe\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);

async function urlOf(queue: string): Promise<string | undefined> {
  const known = urls.get(queue);
  if (known !== undefined) return known;
  try {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: environment().queuePrefix + queue }));
    if (QueueUrl !== undefined) urls.set(queue, QueueUrl);
    return QueueUrl;
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  }
}
