import { Entity } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import type { CarrierReference } from '../carrier/carrier.ts';
import type { Write } from './commit.ts';
import { table } from './table.ts';

/**
 * Which SID of ours a carrier's id stands for. Only what we created has one: the SID of what a carrier created is
 * worked out from its id (sid.ts).
 */
const ReferenceEntity = new Entity({
  name: 'reference',
  table,
  timestamps: false,
  schema: item({
    reference: string().key().savedAs('PK').transform(prefix('REF')),
    kind: string().key().const('REF').savedAs('SK'),
    sid: string(),
  }),
});

// No carrier's id is longer; a key of the table takes 2,048 bytes.
const idBytesMax = 512;

const keyOf = ({ carrier, account, id }: CarrierReference): string => `${carrier}#${account}#${id}`;

/** The SID that was bound to a carrier's id; undefined when none was. */
export async function loadReference(reference: CarrierReference): Promise<string | undefined> {
  if (Buffer.byteLength(reference.id) > idBytesMax) return undefined;
  const { Item } = await ReferenceEntity.build(GetItemCommand)
    .key({ reference: keyOf(reference) })
    .options({ consistent: true })
    .send();
  return Item?.sid;
}

/** Binds a carrier's id to a SID of ours; lost when it is bound to another. */
export const putReference = (reference: CarrierReference, sid: string): Write =>
  ReferenceEntity.build(PutTransaction)
    .item({ reference: keyOf(reference), sid })
    .options({
      condition: {
        or: [
          { attr: 'sid', exists: false },
          { attr: 'sid', eq: sid },
        ],
      },
    });
