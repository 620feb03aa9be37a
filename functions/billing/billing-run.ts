import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { $add } from 'dynamodb-toolbox/entity/actions/update';
import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import type { Write } from '../../lib/store/commit.ts';
import { table } from '../../lib/store/table.ts';

/** A run over the accounts that were due when it began; kept for progress only: what is to do stands in the accounts' own entries. */
const RunEntity = new Entity({
  name: 'billing-run',
  table,
  timestamps: false,
  schema: item({
    run: string().key().savedAs('PK').transform(prefix('RUN')),
    kind: string().key().const('HEAD').savedAs('SK'),
    startedBy: string(),
    startedAt: number(),
    /** Known once every account is in a chunk; absent while the run is still being dispatched. */
    chunks: number().optional(),
    accounts: number().optional(),
    chunksDone: number(),
    /** What went wrong last, for people. */
    problem: string().optional(),
  }),
});
export type BillingRun = FormattedItem<typeof RunEntity>;

/** Up to 25 accounts that one message names. */
const ChunkEntity = new Entity({
  name: 'billing-chunk',
  table,
  timestamps: false,
  schema: item({
    run: string().key().savedAs('PK').transform(prefix('RUN')),
    chunk: string().key().savedAs('SK').transform(prefix('CHUNK')),
    accounts: list(string()),
    status: string().enum('waiting', 'done'),
  }),
});

/** Whether a text is a run's identifier: `BR` and 32 hexadecimal digits. */
export const isRunSid = (text: string): boolean => /^BR[0-9a-f]{32}$/.test(text);

export const putRun = (run: string, startedBy: string, startedAt: number): Write =>
  RunEntity.build(PutTransaction)
    .item({ run, startedBy, startedAt, chunksDone: 0 })
    .options({ condition: { attr: 'run', exists: false } });

export const putChunk = (run: string, chunk: number, accounts: readonly string[]): Write =>
  ChunkEntity.build(PutTransaction)
    .item({ run, chunk: String(chunk), accounts: [...accounts], status: 'waiting' })
    .options({ condition: { attr: 'run', exists: false } });

/** Tells how many chunks and accounts a run has: from here on it can be completed. */
export const putRunSize = (run: string, chunks: number, accounts: number): Write =>
  RunEntity.build(UpdateTransaction).item({ run, chunks, accounts });

/** Counts a chunk as done, once. */
export const putChunkDone = (run: string, chunk: string): Write[] => [
  ChunkEntity.build(UpdateTransaction)
    .item({ run, chunk, status: 'done' })
    .options({ condition: { attr: 'status', eq: 'waiting' } }),
  RunEntity.build(UpdateTransaction).item({ run, chunksDone: $add(1) }),
];

export const putRunProblem = (run: string, problem: string): Write =>
  RunEntity.build(UpdateTransaction).item({ run, problem });

export async function loadRun(run: string): Promise<BillingRun | undefined> {
  const { Item } = await RunEntity.build(GetItemCommand).key({ run }).options({ consistent: true }).send();
  return Item;
}

/** The accounts of a chunk; undefined when there is no such chunk. */
export async function accountsOfChunk(run: string, chunk: string): Promise<string[] | undefined> {
  const { Item } = await ChunkEntity.build(GetItemCommand).key({ run, chunk }).options({ consistent: true }).send();
  return Item?.accounts;
}

export type RunStatus = 'dispatching' | 'running' | 'completed';

export function statusOf({ chunks, chunksDone }: BillingRun): RunStatus {
  if (chunks === undefined) return 'dispatching';
  return chunksDone < chunks ? 'running' : 'completed';
}
