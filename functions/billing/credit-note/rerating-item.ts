import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { wholeNumber } from '../../../lib/metering/whole-number.ts';
import { type Nano, nano } from '../../../lib/money/nano.ts';
import type { Period } from '../../../lib/period/period.ts';
import type { Write } from '../../../lib/store/commit.ts';
import { putDigested } from '../../../lib/store/digest.ts';
import { table } from '../../../lib/store/table.ts';
import { numberedKey } from './numbered-key.ts';

/**
 * What a re-rating of a closed period came to. Put if absent under the period's next number, with what it did: two at once
 * cannot both be the next, and the one that comes after takes off what the first has done.
 */
const ReratingEntity = new Entity({
  name: 'rerating',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('STA')),
    /** `<period>#RERATED#<n>` */
    key: string().key().savedAs('SK'),
    /** Of the request, and of the ledger line. */
    sid: string(),
    /** What the period costs more (a debit line) or less (a credit note) since: nano-units. */
    difference: number().big().transform(wholeNumber),
    lines: number(),
    pricesAsOf: number(),
    since: number().optional(),
    /** The day in which its ledger line stands. */
    standsIn: string(),
    createdAt: number(),
    createdBy: string(),
    digest: string().optional(),
  }),
});

export type Rerating = Omit<FormattedItem<typeof ReratingEntity>, 'key' | 'digest' | 'difference'> & {
  readonly difference: Nano;
};

/** Puts the re-rating of a period that comes after so many; lost when another was first. */
export const putRerating = (rerating: Rerating, period: Period, after: number): Write =>
  putDigested(ReratingEntity, { ...rerating, key: numberedKey(period, 'RERATED', after + 1) }).options({
    condition: { attr: 'key', exists: false },
  });

/** The re-ratings of a closed period that changed something, in their order. */
export async function reratingsOf(accountSid: string, period: Period): Promise<Rerating[]> {
  const { Items } = await table
    .build(QueryCommand)
    .entities(ReratingEntity)
    .query({ partition: `STA#${accountSid}`, range: { beginsWith: `${period}#RERATED#` } })
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return (Items ?? []).map(({ key, digest, difference, ...rerating }) => ({
    ...rerating,
    difference: nano(BigInt(difference)),
  }));
}
