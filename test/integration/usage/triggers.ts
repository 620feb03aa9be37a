import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type UsageEvent, type Use, usageEvent } from '../../../lib/metering/usage-event.ts';
import { type Credentials, type Handler, type Reply, send } from '../gateway.ts';
import { startPlatform } from '../platform.ts';
import { streamEvent } from './stream.ts';

const dayMilliseconds = 86_400_000;

/** The platform's usage function, with its stream and its queue, and a clock that can be turned by days. */
export async function startUsage() {
  const directory = mkdtempSync(join(tmpdir(), 'tallyline-triggers-'));
  const clockFile = join(directory, 'clock');
  const turnClock = (days: number): void => writeFileSync(clockFile, `offset ${days * dayMilliseconds}`);
  turnClock(0);
  const platform = await startPlatform({ CLOCK_FILE: clockFile });
  const api = (await import('../../../functions/usage/http.ts')).handler as unknown as Handler;
  const { handler: stream } = await import('../../../functions/usage/stream.ts');
  const { handler: queue } = await import('../../../functions/usage/queue.ts');
  const { documents, dynamo } = await import('../../../lib/store/table.ts');
  const { now } = await import('../../../lib/clock/clock.ts');
  const entriesOf = async (sid: string): Promise<Record<string, unknown>[]> => {
    const { Items = [] } = await documents.send(
      new QueryCommand({
        TableName: process.env['TABLE_NAME'],
        KeyConditionExpression: 'PK = :entries',
        ExpressionAttributeValues: { ':entries': `OUT#${sid}` },
        ConsistentRead: true,
      }),
    );
    return Items;
  };
  const performed = new Set<string>();

  return {
    ...platform,
    api,
    queue: queue as (event: SQSEvent) => Promise<SQSBatchResponse>,
    documents,
    dynamo,
    turnClock,
    now,
    /** Asks for an account's triggers: a path after `/Triggers`. */
    triggers: (as: Credentials, method: 'GET' | 'POST' | 'DELETE', path: string, form?: Record<string, string>) =>
      send(api, {
        method,
        path: `/2010-04-01/Accounts/${as.sid}/Usage/Triggers${path}`,
        as,
        ...(form && { form }),
      }) as Promise<Reply>,
    /** Makes a trigger; throws unless it was made. */
    async made(as: Credentials, form: Record<string, string>): Promise<string> {
      const all = {
        UsageCategory: 'sms-inbound',
        TriggerBy: 'count',
        CallbackUrl: 'https://example.com/usage',
        ...form,
      };
      const { status, body } = await this.triggers(as, 'POST', '.json', all);
      if (status !== 201) throw new Error(JSON.stringify(body));
      return String(body['sid']);
    },
    /** Brings usage events as the stream does; answers how many were not rated. */
    async rate(events: readonly UsageEvent[]): Promise<number> {
      return (await stream(streamEvent(events))).batchItemFailures.length;
    },
    /** Brings what rating and creating asked of the function's queue, each once unless it fails; answers how many failed. */
    async check({ sid }: Credentials): Promise<number> {
      const entries = (await entriesOf(sid)).filter(({ SK }) => !performed.has(`${sid} ${SK}`));
      const messages = entries.map(({ PK, SK, ...entry }) => ({
        messageId: String(SK),
        body: JSON.stringify({ ...entry, sid, sequence: SK }),
      }));
      const { batchItemFailures } = await this.queue({ Records: messages } as unknown as SQSEvent);
      const failed = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
      for (const { SK } of entries) if (!failed.includes(String(SK))) performed.add(`${sid} ${SK}`);
      return failed.length;
    },
    /** What a trigger's callbacks tell, in order. */
    async told(sid: string): Promise<Record<string, string>[]> {
      const entries = await entriesOf(sid);
      return entries.map(({ input }) => (input as { parameters: Record<string, string> }).parameters);
    },
    async end(): Promise<void> {
      await platform.close();
      rmSync(directory, { recursive: true });
    },
  };
}
export type UsagePlatform = Awaited<ReturnType<typeof startUsage>>;

let made = 0;

/** A message that came in, of one segment (0.0079 USD by the standard plan), final at `finalizedAt`. */
export function messageIn({ sid }: Credentials, finalizedAt: number, more: Partial<Use> = {}): UsageEvent {
  made += 1;
  return usageEvent(
    { sid, zone: 'UTC' },
    {
      microService: 'sms',
      meter: 'sms-inbound',
      resourceSid: `SM${made.toString(16).padStart(32, '0')}`,
      sequence: 0,
      quantity: 1n,
      destination: '+15555550100',
      startedAt: finalizedAt,
      finalizedAt,
      configurationVersion: 0,
      ...more,
    },
  );
}
