import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import type { Write } from '../../lib/store/commit.ts';
import { listPage, type StoredItem } from '../../lib/store/list.ts';
import { unrevised } from '../../lib/store/revision.ts';
import { table } from '../../lib/store/table.ts';
import { conferenceSchema } from './conference.ts';
import { participantSchema } from './participant.ts';

const ConferenceEntity = new Entity({ name: 'conference', table, timestamps: false, schema: conferenceSchema });
const ParticipantEntity = new Entity({ name: 'participant', table, timestamps: false, schema: participantSchema });

export type Conference = FormattedItem<typeof ConferenceEntity>;
export type Participant = FormattedItem<typeof ParticipantEntity>;

/** Reads a conference by its SID; undefined when there is none. */
export async function loadConference(sid: string): Promise<Conference | undefined> {
  const { Item } = await ConferenceEntity.build(GetItemCommand).key({ sid }).options({ consistent: true }).send();
  return Item;
}

/** Reads a conference of an account; another account's is as if it did not exist. */
export async function loadConferenceOf(accountSid: string, sid: string): Promise<Conference | undefined> {
  const conference = await loadConference(sid);
  return conference?.accountSid === accountSid ? conference : undefined;
}

/** Every participant that a conference ever had, in the order in which they were heard of. */
export async function loadParticipants(conferenceSid: string): Promise<Participant[]> {
  const { Items } = await table
    .build(QueryCommand)
    .entities(ParticipantEntity)
    .query({ partition: `RES#${conferenceSid}`, range: { beginsWith: 'CHILD#' } })
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return Items ?? [];
}

/** As what a call was, or is, in conferences; read a moment late. No call is in so many that a page would not hold them. */
export async function participantsOfCall(accountSid: string, callSid: string): Promise<Participant[]> {
  const { items } = await listPage({ index: 'to', partition: `${accountSid}#participant#${callSid}` }, conferencesMax);
  return items.map((stored) => ParticipantEntity.build(EntityFormatter).format(stored));
}
const conferencesMax = 100;

/** A conference as a list read it. */
export const conferenceOf = (stored: StoredItem): Conference => ConferenceEntity.build(EntityFormatter).format(stored);

/** Puts a conference: a new one that must not exist yet, or on condition that nobody changed the one that was loaded. */
export const putConference = (loaded: Conference | undefined, conference: Conference): Write =>
  ConferenceEntity.build(PutTransaction)
    .item({ ...conference, revision: loaded === undefined ? 0 : loaded.revision + 1 })
    .options({ condition: loaded === undefined ? { attr: 'sid', exists: false } : unrevised(loaded) });

/** The same for a participant. */
export const putParticipant = (loaded: Participant | undefined, participant: Participant): Write =>
  ParticipantEntity.build(PutTransaction)
    .item({ ...participant, revision: loaded === undefined ? 0 : loaded.revision + 1 })
    .options({ condition: loaded === undefined ? { attr: 'child', exists: false } : unrevised(loaded) });
