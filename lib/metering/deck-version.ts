import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import type { Write } from '../store/commit.ts';
import { timeKey } from '../store/due.ts';
import { listAttributes } from '../store/resource.ts';
import { table } from '../store/table.ts';

const versionDigits = 6;

/** The head of a deck's version; its rates lie in the bucket. Put if absent; never changed. */
const DeckVersionEntity = new Entity({
  name: 'deck-version',
  table,
  timestamps: false,
  schema: item({
    deck: string().key().savedAs('PK').transform(prefix('DEC')),
    /** Six digits, so that text order is the order of versions. */
    versionKey: string().key().savedAs('SK').transform(prefix('V')),
    version: number(),
    currency: string(),
    /** The IANA zone of its time bands. */
    zone: string().optional(),
    /** Uses that begin from here on are priced by it; epoch milliseconds. */
    effectiveFrom: number(),
    rates: number(),
    objectKey: string(),
    sha256: string(),
    createdBy: string(),
    createdAt: number(),
    ...listAttributes,
  }),
});
export type DeckVersion = Omit<FormattedItem<typeof DeckVersionEntity>, 'versionKey' | 'listPK' | 'listSK'>;

/** The partition of the `list` index in which every deck stands once. */
export const deckList = 'platform#deck';

/** Puts a deck's version that must not be there yet. First versions stand in the operator's list of decks. */
export const putDeckVersion = (version: DeckVersion): Write =>
  DeckVersionEntity.build(PutTransaction)
    .item({
      ...version,
      versionKey: String(version.version).padStart(versionDigits, '0'),
      ...(version.version === 1 && { listPK: deckList, listSK: `${timeKey(version.createdAt)}#${version.deck}` }),
    })
    .options({ condition: { attr: 'deck', exists: false } });

/** Every version of a deck, oldest first; none when there is no such deck. */
export async function deckVersions(deck: string): Promise<DeckVersion[]> {
  const { Items } = await table
    .build(QueryCommand)
    .entities(DeckVersionEntity)
    .query({ partition: `DEC#${deck}` })
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return (Items ?? []).map(({ versionKey, listPK, listSK, ...version }) => version);
}
