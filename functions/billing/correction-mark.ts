import { Entity } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import type { Day } from '../../lib/period/day.ts';
import type { Write } from '../../lib/store/commit.ts';
import { table } from '../../lib/store/table.ts';

/** In which day a correction's line stands. Its SID makes it happen once, since the open day moves on. */
const CorrectionMarkEntity = new Entity({
  name: 'correction-mark',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('COR')),
    sid: string().key().savedAs('SK'),
    standsIn: string(),
  }),
});

/** Marks a correction as made; lost when it was before. */
export const putCorrectionMark = (accountSid: string, sid: string, standsIn: Day): Write =>
  CorrectionMarkEntity.build(PutTransaction)
    .item({ accountSid, sid, standsIn })
    .options({ condition: { attr: 'sid', exists: false } });

/** The day in which a correction's line stands; undefined while it is not made. */
export async function correctedIn(accountSid: string, sid: string): Promise<Day | undefined> {
  const { Item } = await CorrectionMarkEntity.build(GetItemCommand)
    .key({ accountSid, sid })
    .options({ consistent: true })
    .send();
  return Item?.standsIn;
}
