import type { Account } from '../../lib/store/account.ts';
import { commit, type Write } from '../../lib/store/commit.ts';
import { type Consequence, putConsequences } from '../../lib/store/outbox.ts';
import type { Room } from '../../lib/store/room.ts';
import { conferenceCallback } from './conference-callback.ts';
import { type Conference, type Participant, putConference, putParticipant } from './conference-store.ts';
import { type ConferenceEvent, decideEvent } from './decide-event.ts';
import type { Owner } from './owner.ts';
import { roomWrites } from './room-writes.ts';
import { settleStays } from './settle-stays.ts';
import { isPresent } from './stay.ts';

/** A conference as it was loaded with everybody who ever was in it, or as it is made by its first event. */
export type Loaded = {
  /** Which conference is open in its room; undefined: none. */
  readonly room: Room | undefined;
  /** Undefined: there is none yet. */
  readonly stored: Conference | undefined;
  readonly conference: Conference;
  readonly participants: readonly Participant[];
};

/**
 * Brings one event into the table, in one transaction: conference, participant, room, the usage that is certain now,
 * and what its program is told.
 */
export async function noteEvent(
  owner: Owner,
  { room, stored, conference, participants }: Loaded,
  event: ConferenceEvent,
  now: number,
): Promise<'noted' | 'ignored' | 'lost'> {
  const known = participants.find(({ callSid }) => callSid === event.caller?.callSid);
  const heard = decideEvent(conference, known, event, now);
  if (heard === undefined) return 'ignored';
  const others = participants.filter((participant) => participant !== known);
  const everybody = heard.participant === undefined ? others : [...others, heard.participant];
  const told = conferenceCallback(conference, event);
  const consequences = [...told, ...removal(owner, event, everybody)];
  const counted = {
    ...heard.conference,
    callbacksSent: conference.callbacksSent + told.length,
    outboxCount: conference.outboxCount + consequences.length,
  };
  const settled = await settledWrites(owner.account, stored, counted, { before: participants, after: everybody }, now);
  const result = await commit([
    ...settled.writes,
    ...roomWrites(room, stored, counted),
    ...putConsequences(conference, consequences, now),
  ]);
  return result === 'lost' ? 'lost' : 'noted';
}

/** The writes of a conference and of those participants that changed, with the usage that is certain now; and all participants as they are then. */
export async function settledWrites(
  account: Account,
  stored: Conference | undefined,
  conference: Conference,
  participants: { readonly before: readonly Participant[]; readonly after: readonly Participant[] },
  now: number,
): Promise<{ readonly writes: Write[]; readonly participants: readonly Participant[] }> {
  const settled = await settleStays(account, conference, participants.after, now);
  const changed = settled.participants.filter((participant) => !participants.before.includes(participant));
  const writes = [
    putConference(stored, settled.conference),
    ...changed.map((participant) =>
      putParticipant(
        participants.before.find(({ child }) => child === participant.child),
        participant,
      ),
    ),
    ...settled.usage,
  ];
  return { writes, participants: settled.participants };
}

/** Whoever comes into a room that is full by its account's configuration is removed again. */
function removal(
  { settings: { MaxParticipants } }: Owner,
  event: ConferenceEvent,
  everybody: readonly Participant[],
): Consequence[] {
  if (event.event !== 'join' || event.caller === undefined) return [];
  const present = everybody.filter(({ marks }) => isPresent(marks)).length;
  if (present <= MaxParticipants) return [];
  return [{ queue: 'conference', action: 'participant.remove', input: { callSid: event.caller.callSid } }];
}
