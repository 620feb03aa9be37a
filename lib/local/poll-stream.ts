import { setTimeout as after } from 'node:timers/promises';
import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type Shard,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import { credentials, region } from './aws.ts';
import { deliverBatch } from './deliver-batch.ts';
import { matchesAny } from './filter-pattern.ts';
import { type Invoke, type Report, told } from './invoke.ts';
import type { Positions } from './positions.ts';
import type { StreamConsumer } from './stream-consumer.ts';

const shortestPauseMilliseconds = 5;
const longestPauseMilliseconds = 100;
const shardsKeptMilliseconds = 1_000;

/** A running poller. */
export type StreamPoller = {
  /** How many records it has brought, or passed over, since it was started. */
  recordsRead(): number;
  /** Resolves when everything that was written before this call has been brought. */
  readToItsEnd(): Promise<void>;
  close(): Promise<void>;
};

type Options = {
  readonly endpoint: string;
  readonly tableName: string;
  readonly consumer: StreamConsumer;
  readonly positions: Positions;
  readonly invoke: Invoke;
  readonly report: Report;
  readonly discard: (records: readonly _Record[], reason: string) => void;
};

/**
 * Brings a table's stream to one consumer, in order, at least once. Each consumer has its own position, kept after each
 * batch: a kill in the middle of a batch brings that batch again.
 */
export async function pollStream(options: Options): Promise<StreamPoller> {
  const client = new DynamoDBStreamsClient({ endpoint: options.endpoint, region, credentials });
  const { Streams } = await client.send(new ListStreamsCommand({ TableName: options.tableName }));
  const streamArn = Streams?.[0]?.StreamArn;
  if (streamArn === undefined) throw new Error(`The table ${options.tableName} has no stream`);
  const stopping = new AbortController();
  const reader = new Reader(client, streamArn, options, stopping.signal);
  const ended = reader.run();
  return {
    recordsRead: () => reader.recordsRead,
    readToItsEnd: () => reader.readToItsEnd(),
    async close() {
      stopping.abort();
      await ended;
      client.destroy();
    },
  };
}

class Reader {
  recordsRead = 0;
  #pause = shortestPauseMilliseconds;
  #resting = new AbortController();
  #waiting: { idlePasses: number; readonly resolve: () => void }[] = [];
  #shards: { readonly list: readonly Shard[]; readonly readAt: number } = {
    list: [],
    readAt: Number.NEGATIVE_INFINITY,
  };
  readonly #client: DynamoDBStreamsClient;
  readonly #streamArn: string;
  readonly #options: Options;
  readonly #signal: AbortSignal;
  readonly #iterators = new Map<string, string | 'closed'>();

  constructor(client: DynamoDBStreamsClient, streamArn: string, options: Options, signal: AbortSignal) {
    this.#client = client;
    this.#streamArn = streamArn;
    this.#options = options;
    this.#signal = signal;
  }

  async run(): Promise<void> {
    this.#signal.addEventListener('abort', () => this.#resting.abort());
    while (!this.#signal.aborted) {
      const read = await this.#pass().catch((error: unknown) => this.#failed(error));
      this.recordsRead += read;
      if (read > 0) this.#pause = shortestPauseMilliseconds;
      else await this.#rest();
    }
    for (const { resolve } of this.#waiting) resolve();
  }

  /** Waits for two passes that find nothing: the first may have begun before the last write. */
  readToItsEnd(): Promise<void> {
    this.#resting.abort();
    return new Promise((resolve) => this.#waiting.push({ idlePasses: 2, resolve }));
  }

  async #rest(): Promise<void> {
    for (const waiting of this.#waiting) {
      waiting.idlePasses -= 1;
      if (waiting.idlePasses === 0) waiting.resolve();
    }
    this.#waiting = this.#waiting.filter(({ idlePasses }) => idlePasses > 0);
    if (this.#waiting.length > 0) return;
    this.#resting = new AbortController();
    await after(this.#pause, undefined, { signal: this.#resting.signal }).catch(() => undefined); // awaited, or stopped
    this.#pause = Math.min(this.#pause * 2, longestPauseMilliseconds);
  }

  /** Reads each open shard once, parents first; how many records there were. */
  async #pass(): Promise<number> {
    let read = 0;
    for (const shard of await this.#currentShards()) {
      const parent = shard.ParentShardId;
      if (parent !== undefined && this.#iterators.has(parent) && this.#iterators.get(parent) !== 'closed') continue;
      read += await this.#read(shard.ShardId ?? '');
    }
    return read;
  }

  async #currentShards(): Promise<readonly Shard[]> {
    if (performance.now() - this.#shards.readAt < shardsKeptMilliseconds) return this.#shards.list;
    const { StreamDescription } = await this.#client.send(new DescribeStreamCommand({ StreamArn: this.#streamArn }));
    this.#shards = { list: StreamDescription?.Shards ?? [], readAt: performance.now() };
    return this.#shards.list;
  }

  async #read(shardId: string): Promise<number> {
    const iterator =
      this.#iterators.get(shardId) ?? (await this.#iteratorFrom(shardId, this.#options.positions.of(shardId)));
    if (iterator === 'closed') return 0;
    const { Records = [], NextShardIterator } = await this.#client.send(
      new GetRecordsCommand({ ShardIterator: iterator }),
    );
    await this.#deliver(shardId, Records);
    if (!this.#signal.aborted) this.#iterators.set(shardId, NextShardIterator ?? 'closed');
    return Records.length;
  }

  async #deliver(shardId: string, records: readonly _Record[]): Promise<void> {
    const { consumer, positions, invoke, report, discard } = this.#options;
    const wanted = records.filter((record) => matchesAny(consumer.patterns, record));
    const done = (record: _Record) => positions.save(shardId, record.dynamodb?.SequenceNumber ?? '');
    for (let first = 0; first < wanted.length && !this.#signal.aborted; first += consumer.batchSize) {
      const batch = wanted.slice(first, first + consumer.batchSize);
      await deliverBatch(batch, { consumer, invoke, signal: this.#signal, report, done, discard });
    }
    const last = records.at(-1);
    if (last !== undefined && !this.#signal.aborted) done(last);
  }

  async #iteratorFrom(shardId: string, position: string | undefined): Promise<string | 'closed'> {
    const from =
      position === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' as const }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: position };
    try {
      const request = { StreamArn: this.#streamArn, ShardId: shardId, ...from };
      const { ShardIterator } = await this.#client.send(new GetShardIteratorCommand(request));
      return ShardIterator ?? 'closed';
    } catch (error) {
      // The position is older than what the stream keeps: what is left begins at its horizon.
      if (error instanceof TrimmedDataAccessException && position !== undefined)
        return this.#iteratorFrom(shardId, undefined);
      throw error;
    }
  }

  #failed(error: unknown): number {
    this.#iterators.clear(); // all positions are kept, so reading begins again where it was
    if (!this.#signal.aborted && !(error instanceof ExpiredIteratorException)) this.#options.report(told(error));
    return 0;
  }
}
