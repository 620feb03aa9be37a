import { Entity } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { commit } from '../../lib/store/commit.ts';
import { table } from '../../lib/store/table.ts';
import type { CsvSoFar } from './csv-upload.ts';
import { keepPieces, loadPieces } from './kept-pieces.ts';
import type { SummedUp } from './sum-up-lines.ts';

/** So long a closing can be gone on with; an upload that is not completed is given up two days later (serverless.yml). */
const keptForSeconds = 5 * 86_400;

/** How far the closing of a large period is: which chunk was the last. It expires, as its pieces do. */
const ProgressEntity = new Entity({
  name: 'closing-progress',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('CLO')),
    period: string().key().savedAs('SK'),
    chunk: number(),
    expires: number(),
  }),
});

/** What the lines up to an instant have come to, and their CSV. */
export type Progress = { readonly summedUp: SummedUp; readonly csv: CsvSoFar };
export type Chunk = { readonly number: number; readonly progress: Progress };

const nameOf = (period: string, chunk: number): string => `${period}#${String(chunk).padStart(5, '0')}`;

/** The last chunk of a closing that was begun; undefined where there is none to be gone on with. `now`: epoch milliseconds. */
export async function loadProgress(accountSid: string, period: string, now: number): Promise<Chunk | undefined> {
  const { Item } = await ProgressEntity.build(GetItemCommand)
    .key({ accountSid, period })
    .options({ consistent: true })
    .send();
  if (Item === undefined || Item.expires * 1_000 <= now) return undefined;
  return { number: Item.chunk, progress: (await loadPieces(accountSid, nameOf(period, Item.chunk))) as Progress };
}

/** Keeps what the chunk after `before` (0: none) has come to. Lost when another run was first. */
export async function saveProgress(
  { accountSid, period, now }: { readonly accountSid: string; readonly period: string; readonly now: number },
  before: number,
  progress: Progress,
): Promise<'committed' | 'lost'> {
  const expires = Math.floor(now / 1_000) + keptForSeconds;
  await keepPieces(accountSid, nameOf(period, before + 1), progress, expires);
  const head = ProgressEntity.build(PutTransaction).item({ accountSid, period, chunk: before + 1, expires });
  if (before > 0) return commit([head.options({ condition: { attr: 'chunk', eq: before } })]);
  const isGone = { attr: 'expires', lte: Math.floor(now / 1_000) } as const;
  return commit([head.options({ condition: { or: [{ attr: 'chunk', exists: false }, isGone] } })]);
}

/** Has a closing begun anew: what was done of it cannot be gone on with. */
export async function dropProgress(accountSid: string, period: string): Promise<void> {
  await commit([ProgressEntity.build(PutTransaction).item({ accountSid, period, chunk: 0, expires: 0 })]);
}
