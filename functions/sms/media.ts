import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { keyFor } from '../../lib/access/data-key.ts';
import { environment } from '../../lib/environment/environment.ts';
import { commit, type Write } from '../../lib/store/commit.ts';
import { timeKey } from '../../lib/store/due.ts';
import { sidOf } from '../../lib/store/sid.ts';
import { table } from '../../lib/store/table.ts';
import type { Message } from './message.ts';

/** A picture, sound or other file of a message, kept in the bucket. */
const MediaEntity = new Entity({
  name: 'media',
  table,
  timestamps: false,
  schema: item({
    messageSid: string().key().savedAs('PK').transform(prefix('RES')),
    /** `<createdMs>#<sid>`: a message's media in their order. */
    place: string().key().savedAs('SK').transform(prefix('CHILD')),
    sid: string(),
    accountSid: string(),
    contentType: string(),
    bytes: number(),
    createdAt: number(),
    updatedAt: number(),
    /** What was deleted stays known, so that a late copy does not bring it back. */
    deletedAt: number().optional(),
  }),
});
export type Media = FormattedItem<typeof MediaEntity>;

/** Where a message's medium of that index is kept, whether it is there yet or not: always the same SID and key. */
export async function mediaPlace({ sid: messageSid, createdAt: made }: Message, index: number) {
  const sid = sidOf('ME', await keyFor('sid'), [messageSid, String(index)]);
  const createdAt = made + index;
  return { messageSid, sid, createdAt, place: `${timeKey(createdAt)}#${sid}` };
}

/** A message's medium of that place, deleted or not; `undefined` while it is not there. */
export async function loadMedia(place: Pick<Media, 'messageSid' | 'place'>): Promise<Media | undefined> {
  const { messageSid, place: at } = place;
  const { Item } = await MediaEntity.build(GetItemCommand)
    .key({ messageSid, place: at })
    .options({ consistent: true })
    .send();
  return Item;
}

/** The media of a message that are kept, in their order. */
export async function mediaOf(messageSid: string): Promise<Media[]> {
  const { Items } = await table
    .build(QueryCommand)
    .entities(MediaEntity)
    .query({ partition: `RES#${messageSid}`, range: { beginsWith: 'CHILD#' } })
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return (Items ?? []).filter(({ deletedAt }) => deletedAt === undefined);
}

/** Puts a medium that must not be there yet. */
export const putNewMedia = (media: Media): Write =>
  MediaEntity.build(PutTransaction)
    .item(media)
    .options({ condition: { attr: 'sid', exists: false } });

/** Marks a medium as deleted; what is deleted already stays so. */
export const markDeleted = (media: Media, at: number): Promise<'committed' | 'lost'> =>
  commit([
    MediaEntity.build(PutTransaction)
      .item({ ...media, deletedAt: at, updatedAt: at })
      .options({ condition: { attr: 'deletedAt', exists: false } }),
  ]);

/** The URI of a medium, without its suffix. */
export const mediaUri = ({ accountSid, messageSid, sid }: Pick<Media, 'accountSid' | 'messageSid' | 'sid'>): string =>
  `/2010-04-01/Accounts/${accountSid}/Messages/${messageSid}/Media/${sid}`;

/** Where a program gets a medium. */
export const mediaUrl = (media: Pick<Media, 'accountSid' | 'messageSid' | 'sid'>): string =>
  environment().publicUrl + mediaUri(media);
