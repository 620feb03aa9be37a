import { deserialize, serialize } from 'node:v8';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Entity } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { commit } from '../../lib/store/commit.ts';
import { table } from '../../lib/store/table.ts';
import type { CsvSoFar } from './csv-upload.ts';
import type { SummedUp } from './sum-up-lines.ts';

/** So long a closing can be gone on with; an upload that is not completed is given up two days later (serverless.yml). */
const keptForSeconds = 5 * 86_400;
/** No item is above 100 KB. */
const pieceLength = 90_000;
const piecesAtOnce = 20;

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

/** A piece of what a chunk has come to: sums and CSV, compressed. Put once. */
const PieceEntity = new Entity({
  name: 'closing-piece',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('CLO')),
    piece: string().key().savedAs('SK'),
    text: string(),
    expires: number(),
  }),
});

/** What the lines up to an instant have come to, and their CSV. */
export type Progress = { readonly summedUp: SummedUp; readonly csv: CsvSoFar };
export type Chunk = { readonly number: number; readonly progress: Progress };

const pieceKey = (period: string, chunk: number, index: number): string =>
  `${period}#${String(chunk).padStart(5, '0')}#${String(index).padStart(4, '0')}`;

/** The last chunk of a closing that was begun; undefined where there is none to be gone on with. `now`: epoch milliseconds. */
export async function loadProgress(accountSid: string, period: string, now: number): Promise<Chunk | undefined> {
  const { Item } = await ProgressEntity.build(GetItemCommand)
    .key({ accountSid, period })
    .options({ consistent: true })
    .send();
  if (Item === undefined || Item.expires * 1_000 <= now) return undefined;
  const { Items } = await table
    .build(QueryCommand)
    .entities(PieceEntity)
    .query({ partition: `CLO#${accountSid}`, range: { beginsWith: pieceKey(period, Item.chunk, 0).slice(0, -4) } })
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  const compressed = Buffer.from((Items ?? []).map(({ text }) => text).join(''), 'base64');
  return { number: Item.chunk, progress: deserialize(gunzipSync(compressed)) as Progress };
}

/** Keeps what the chunk after `before` (0: none) has come to. Lost when another run was first. */
export async function saveProgress(
  { accountSid, period, now }: { readonly accountSid: string; readonly period: string; readonly now: number },
  before: number,
  progress: Progress,
): Promise<'committed' | 'lost'> {
  const expires = Math.floor(now / 1_000) + keptForSeconds;
  const text = gzipSync(serialize(progress)).toString('base64');
  const pieces = Array.from({ length: Math.ceil(text.length / pieceLength) }, (_, index) =>
    PieceEntity.build(PutTransaction).item({
      accountSid,
      piece: pieceKey(period, before + 1, index),
      text: text.slice(index * pieceLength, (index + 1) * pieceLength),
      expires,
    }),
  );
  for (let first = 0; first < pieces.length; first += piecesAtOnce)
    await commit(pieces.slice(first, first + piecesAtOnce));
  const head = ProgressEntity.build(PutTransaction).item({ accountSid, period, chunk: before + 1, expires });
  const isFirst = {
    or: [
      { attr: 'chunk', exists: false },
      { attr: 'expires', lte: Math.floor(now / 1_000) },
    ],
  } as const;
  return commit([
    head.options({
      condition: before === 0 ? { or: [...isFirst.or] } : { attr: 'chunk', eq: before },
    }),
  ]);
}

/** Begins a closing anew: what was done of it cannot be gone on with. */
export async function dropProgress(accountSid: string, period: string): Promise<void> {
  await commit([ProgressEntity.build(PutTransaction).item({ accountSid, period, chunk: 0, expires: 0 })]);
}
