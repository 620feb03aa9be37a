import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import type { Write } from '../../../lib/store/commit.ts';
import { revised, unrevised } from '../../../lib/store/revision.ts';
import { table } from '../../../lib/store/table.ts';
import { streamSchema } from './stream.ts';

const StreamEntity = new Entity({ name: 'stream', table, timestamps: false, schema: streamSchema });

export type Stream = FormattedItem<typeof StreamEntity>;
/** What a transition changes; `undefined` takes an attribute away. */
export type StreamChanges = { readonly [Key in keyof Stream]?: Stream[Key] | undefined };

/** Reads a stream by its SID; undefined when there is none. */
export async function loadStream(sid: string): Promise<Stream | undefined> {
  const { Item } = await StreamEntity.build(GetItemCommand).key({ sid }).options({ consistent: true }).send();
  return Item;
}

/** Puts a stream that must not exist yet. */
export const putNewStream = (stream: Stream): Write =>
  StreamEntity.build(PutTransaction)
    .item(stream)
    .options({ condition: { attr: 'sid', exists: false } });

/** Puts a changed stream, on condition that nobody changed it since it was loaded. */
export const putChangedStream = (loaded: Stream, changes: StreamChanges): Write =>
  StreamEntity.build(PutTransaction)
    .item(revised(loaded, changes) as Stream)
    .options({ condition: unrevised(loaded) });
