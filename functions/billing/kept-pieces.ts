import { deserialize, serialize } from 'node:v8';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Entity } from 'dynamodb-toolbox/entity';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { commit } from '../../lib/store/commit.ts';
import { table } from '../../lib/store/table.ts';

/** No item is above 100 KB. */
const pieceLength = 90_000;
const piecesAtOnce = 20;

/** A piece of what work on many lines has come to, compressed. */
const PieceEntity = new Entity({
  name: 'kept-piece',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('CLO')),
    /** `<name>#<n>` */
    piece: string().key().savedAs('SK'),
    text: string(),
    expires: number(),
  }),
});

/** Keeps a plain value under a name of its own, in as many items as it needs. `expires`: epoch seconds. */
export async function keepPieces(accountSid: string, name: string, value: unknown, expires: number): Promise<void> {
  const text = gzipSync(serialize(value)).toString('base64');
  const pieces = Array.from({ length: Math.ceil(text.length / pieceLength) }, (_, index) =>
    PieceEntity.build(PutTransaction).item({
      accountSid,
      piece: `${name}#${String(index).padStart(4, '0')}`,
      text: text.slice(index * pieceLength, (index + 1) * pieceLength),
      expires,
    }),
  );
  for (let first = 0; first < pieces.length; first += piecesAtOnce)
    await commit(pieces.slice(first, first + piecesAtOnce));
}

/** What was kept under a name. */
export async function loadPieces(accountSid: string, name: string): Promise<unknown> {
  const { Items } = await table
    .build(QueryCommand)
    .entities(PieceEntity)
    .query({ partition: `CLO#${accountSid}`, range: { beginsWith: `${name}#` } })
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return deserialize(gunzipSync(Buffer.from((Items ?? []).map(({ text }) => text).join(''), 'base64')));
}
