import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { now } from '../clock/clock.ts';
import { keepExchanges } from '../exchange/keep-exchange.ts';
import { log } from '../http/log.ts';
import type { DueMessage, OutboxMessage } from '../store/outbox.ts';

/** What a micro-service does that was put into its queue. Each is idempotent: a queue delivers at least once. */
export type Work = {
  /** By the name of the action: `recording.copy`. */
  readonly actions: Readonly<Record<string, (message: OutboxMessage, now: number) => Promise<unknown>>>;
  /** By what is due: `call.overdue`. */
  readonly due: Readonly<Record<string, (due: DueMessage['due'], now: number) => Promise<unknown>>>;
};

/**
 * The handler of a micro-service's queue. What fails comes again by itself, and ends in the dead-letter queue; the
 * rest of its batch does not.
 */
export const consumeQueue =
  (work: Work) =>
  async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const failed = await Promise.all(event.Records.map((record) => attempted(work, record)));
    await keepExchanges();
    return { batchItemFailures: failed.flat() };
  };

async function attempted(work: Work, record: SQSRecord): Promise<SQSBatchResponse['batchItemFailures']> {
  try {
    await perform(work, JSON.parse(record.body));
    return [];
  } catch (error) {
    log.error('A queued message failed', { messageId: record.messageId, error });
    return [{ itemIdentifier: record.messageId }];
  }
}

async function perform(work: Work, message: OutboxMessage | DueMessage): Promise<void> {
  if ('due' in message) {
    const task = Object.hasOwn(work.due, message.due.what) ? work.due[message.due.what] : undefined;
    if (task === undefined) throw new Error(`Nobody knows what is due: ${message.due.what}`);
    await task(message.due, now());
    return;
  }
  const task = Object.hasOwn(work.actions, message.action) ? work.actions[message.action] : undefined;
  if (task === undefined) throw new Error(`Nobody knows the action ${message.action}`);
  await task(message, now());
}
