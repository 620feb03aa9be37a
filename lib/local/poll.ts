import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { Invoke, Report } from './invoke.ts';
import { pollQueue, queueConsumers } from './poll-queue.ts';
import { pollStream, type StreamPoller } from './poll-stream.ts';
import { positionsOf } from './positions.ts';
import type { Service } from './service.ts';
import type { RunningQueues } from './start-queues.ts';
import { streamConsumers } from './stream-consumer.ts';

type Options = {
  readonly service: Service;
  readonly table: { readonly endpoint: string; readonly tableName: string };
  readonly queues: RunningQueues;
  readonly invoke: Invoke;
  readonly report: Report;
  /** Where each consumer's position in the stream is kept. */
  readonly directory: string | undefined;
};

/** Everything that brings events to functions: the stream's consumers and the queues' consumers. */
export type Pollers = {
  /**
   * Resolves when nothing is left to do: the stream is read to its end and the queues are empty. Answers whether there
   * was anything to wait for.
   */
  settled(): Promise<boolean>;
  close(): Promise<void>;
};

/** Starts a poller for each stream and queue event of the functions.yml files. */
export async function startPollers({ service, table, queues, invoke, report, directory }: Options): Promise<Pollers> {
  const streams = await Promise.all(
    streamConsumers(service).map((consumer) =>
      pollStream({
        ...table,
        consumer,
        invoke,
        report,
        positions: positionsOf(consumer.functionKey, directory && join(directory, 'positions')),
        discard: (records, reason) =>
          report(`${consumer.functionKey} gives up ${records.length} stream records: ${reason}`),
      }),
    ),
  );
  const consumers = queueConsumers(service);
  const readers = await Promise.all(
    consumers.map((consumer) => pollQueue(consumer, { endpoint: queues.endpoint, invoke, report })),
  );
  const pending = () => consumers.reduce((sum, { queueName }) => sum + queues.pending(queueName), 0);
  return {
    settled: () => settled(streams, pending),
    async close() {
      await Promise.all([...streams, ...readers].map((poller) => poller.close()));
    },
  };
}

/** The queues are empty, and the streams bring nothing new while they are. Whether there was anything to wait for. */
async function settled(streams: readonly StreamPoller[], pending: () => number): Promise<boolean> {
  const recordsRead = () => streams.reduce((sum, stream) => sum + stream.recordsRead(), 0);
  const atFirst = recordsRead();
  for (let waited = false; ; waited = true) {
    const before = recordsRead();
    await Promise.all(streams.map((stream) => stream.readToItsEnd()));
    if (recordsRead() === before && pending() === 0) return waited || before > atFirst;
    while (pending() > 0) await after(2);
  }
}
