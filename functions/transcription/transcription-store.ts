import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import type { Write } from '../../lib/store/commit.ts';
import type { StoredItem } from '../../lib/store/list.ts';
import { revised, unrevised } from '../../lib/store/revision.ts';
import { isSid } from '../../lib/store/sid.ts';
import { table } from '../../lib/store/table.ts';
import { transcriptionSchema } from './transcription.ts';

const TranscriptionEntity = new Entity({
  name: 'transcription',
  table,
  timestamps: false,
  schema: transcriptionSchema,
});

export type Transcription = FormattedItem<typeof TranscriptionEntity>;
/** What a transition changes; `undefined` takes an attribute away. */
export type TranscriptionChanges = { readonly [Key in keyof Transcription]?: Transcription[Key] | undefined };

/** Reads a transcription by its SID, deleted or not; undefined when there is none. */
export async function loadTranscription(sid: string): Promise<Transcription | undefined> {
  if (!isSid('TR', sid)) return undefined;
  const { Item } = await TranscriptionEntity.build(GetItemCommand).key({ sid }).options({ consistent: true }).send();
  return Item;
}

/** A transcription as a list read it. */
export const transcriptionOf = (stored: StoredItem): Transcription =>
  TranscriptionEntity.build(EntityFormatter).format(stored);

/** Puts a transcription that must not exist yet. */
export const putNewTranscription = (transcription: Transcription): Write =>
  TranscriptionEntity.build(PutTransaction)
    .item(transcription)
    .options({ condition: { attr: 'sid', exists: false } });

/** Puts a changed transcription, on condition that nobody changed it since it was loaded. */
export const putChangedTranscription = (loaded: Transcription, changes: TranscriptionChanges): Write =>
  TranscriptionEntity.build(PutTransaction)
    .item(revised(loaded, changes) as Transcription)
    .options({ condition: unrevised(loaded) });
