import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { startQueues } from '../../../lib/local/start-queues.ts';
import type { UsageEvent } from '../../../lib/metering/usage-event.ts';
import { type Credentials, type Handler, send } from '../gateway.ts';
import { startPlatform } from '../platform.ts';
import { streamEvent } from '../usage/stream.ts';

/** The integration platform with queues, buckets, and a clock that stands still until it is turned. */
export async function startBillingPlatform(at: string) {
  const directory = mkdtempSync(join(tmpdir(), 'tallyline-billing-'));
  const clockFile = join(directory, 'clock');
  const turnClock = (instant: string) => writeFileSync(clockFile, `stopped ${Date.parse(instant)}`);
  turnClock(at);
  const queues = await startQueues();
  const variables = {
    QUEUE_PREFIX: process.env['QUEUE_PREFIX'] ?? '',
    STATEMENTS_BUCKET: process.env['STATEMENTS_BUCKET'] ?? '',
  };
  const platform = await startPlatform({ ...variables, CLOCK_FILE: clockFile });
  const { handler } = await import('../../../functions/billing/http.ts');
  const { handler: work } = await import('../../../functions/billing/queue.ts');
  const { handler: rate } = await import('../../../functions/usage/stream.ts');
  const { putUsageEvent } = await import('../../../lib/metering/usage-event.ts');
  const { commit } = await import('../../../lib/store/commit.ts');
  const { readStatementText: readStatementBytes } = await import('../../../functions/billing/statement-bytes.ts');
  const billingApi = handler as unknown as Handler;
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });

  return {
    ...platform,
    billingApi,
    turnClock,
    readStatementBytes,
    /** Enrols a tenant in a zone and a currency. */
    async enrolIn(TimeZone: string, FriendlyName: string): Promise<Credentials> {
      const request = {
        method: 'POST',
        path: '/v1/Accounts',
        as: platform.operator,
        json: { FriendlyName, TimeZone },
      } as const;
      const { body } = await send(platform.accountApi, request);
      return { sid: String(body['Sid']), authToken: String(body['AuthToken']) };
    },
    /** Puts usage events into the table; the stream brings those for which `streamed` says so. */
    async use(events: readonly UsageEvent[], streamed: (index: number) => boolean = () => true): Promise<void> {
      for (const event of events) await commit([putUsageEvent(event)]);
      await rate(streamEvent(events.filter((_, index) => streamed(index))));
    },
    /** Starts a run as the operator does, and works the queue until it is empty. Answers the finished run. */
    async run(json: object = {}): Promise<Record<string, unknown>> {
      const { body } = await send(billingApi, { method: 'POST', path: '/v1/BillingRuns', as: platform.operator, json });
      await workQueue();
      return (await send(billingApi, { method: 'GET', path: `/v1/BillingRuns/${body['Sid']}`, as: platform.operator }))
        .body;
    },
    workQueue,
    async close(): Promise<void> {
      sqs.destroy();
      await platform.close();
      await queues.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };

  async function workQueue(): Promise<void> {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: `${variables.QUEUE_PREFIX}billing` }));
    for (;;) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
      if (Messages.length === 0) return;
      for (const { MessageId = '', Body = '', ReceiptHandle } of Messages) {
        await work({ Records: [{ messageId: MessageId, body: Body }] } as unknown as SQSEvent, {
          getRemainingTimeInMillis: () => 900_000,
        });
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
  }
}
export type BillingPlatform = Awaited<ReturnType<typeof startBillingPlatform>>;
