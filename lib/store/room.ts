import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { map } from 'dynamodb-toolbox/schema/map';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import type { CarrierReference } from '../carrier/carrier.ts';
import type { Write } from './commit.ts';
import { table } from './table.ts';

/**
 * Which conference is open in a room of an account: written when it begins, deleted when it ends. A name of which
 * there is none has no open conference.
 */
const RoomEntity = new Entity({
  name: 'room',
  table,
  timestamps: false,
  schema: item({
    /** `room#<account>#<the room, as its program calls it>` */
    room: string().key().savedAs('PK').transform(prefix('MAP')),
    kind: string().key().const('MAP').savedAs('SK'),
    conferenceSid: string(),
    /** What the carrier calls it; absent until somebody is in it. */
    reference: map({ carrier: string(), account: string(), id: string() }).optional(),
  }),
});
export type Room = FormattedItem<typeof RoomEntity>;

// No room's name is longer; a key of the table takes 2,048 bytes.
const nameBytesMax = 512;

/** Where a room's entry lies. */
export const roomKey = (accountSid: string, name: string): string => `room#${accountSid}#${name}`;

/** The open conference of a room; undefined when there is none. */
export async function loadRoom(accountSid: string, name: string): Promise<Room | undefined> {
  if (Buffer.byteLength(name) > nameBytesMax) return undefined;
  const key = { room: roomKey(accountSid, name) };
  const { Item } = await RoomEntity.build(GetItemCommand).key(key).options({ consistent: true }).send();
  return Item;
}

const unchanged = (loaded: Room | undefined) =>
  loaded === undefined
    ? ({ attr: 'conferenceSid', exists: false } as const)
    : ({ attr: 'conferenceSid', eq: loaded.conferenceSid } as const);

/** Opens a room, or takes it over from a conference that has gone; lost when it is not as it was loaded. */
export const putRoom = (
  loaded: Room | undefined,
  room: { readonly room: string; readonly conferenceSid: string; readonly reference?: CarrierReference | undefined },
): Write =>
  RoomEntity.build(PutTransaction)
    .item(room)
    .options({ condition: unchanged(loaded) });

/** Closes a room; lost when it is another conference's by now. */
export const deleteRoom = (loaded: Room): Write =>
  RoomEntity.build(DeleteTransaction)
    .key({ room: loaded.room })
    .options({ condition: unchanged(loaded) });
