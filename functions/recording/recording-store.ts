import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import type { Write } from '../../lib/store/commit.ts';
import type { StoredItem } from '../../lib/store/list.ts';
import { revised, unrevised } from '../../lib/store/revision.ts';
import { table } from '../../lib/store/table.ts';
import { recordingSchema } from './recording.ts';

const RecordingEntity = new Entity({ name: 'recording', table, timestamps: false, schema: recordingSchema });

export type Recording = FormattedItem<typeof RecordingEntity>;
/** What a transition changes; `undefined` takes an attribute away. */
export type RecordingChanges = { readonly [Key in keyof Recording]?: Recording[Key] | undefined };

/** Reads a recording by its SID, deleted or not; undefined when there is none. */
export async function loadRecording(sid: string): Promise<Recording | undefined> {
  const { Item } = await RecordingEntity.build(GetItemCommand).key({ sid }).options({ consistent: true }).send();
  return Item;
}

/** Reads a recording of an account; another account's, and a deleted one, is as if it did not exist. */
export async function loadRecordingOf(accountSid: string, sid: string): Promise<Recording | undefined> {
  const recording = await loadRecording(sid);
  return recording?.accountSid === accountSid && recording.deletedAt === undefined ? recording : undefined;
}

/** A recording as a list read it. */
export const recordingOf = (stored: StoredItem): Recording => RecordingEntity.build(EntityFormatter).format(stored);

/** Puts a recording that must not exist yet. */
export const putNewRecording = (recording: Recording): Write =>
  RecordingEntity.build(PutTransaction)
    .item(recording)
    .options({ condition: { attr: 'sid', exists: false } });

/** Puts a changed recording, on condition that nobody changed it since it was loaded. */
export const putChangedRecording = (loaded: Recording, changes: RecordingChanges): Write =>
  RecordingEntity.build(PutTransaction)
    .item(revised(loaded, changes) as Recording)
    .options({ condition: unrevised(loaded) });
