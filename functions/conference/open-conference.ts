import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import type { Account } from '../../lib/store/account.ts';
import { loadRoom, type Room } from '../../lib/store/room.ts';
import { isSid } from '../../lib/store/sid.ts';
import { type Conference, loadConference, loadConferenceOf } from './conference-store.ts';
import { unmetConference } from './new-conference.ts';
import { dueAt, silenceMilliseconds } from './settle-stays.ts';

/** A conference that somebody may be added to, and its room's entry. `stored` undefined: it is to be made. */
export type Open = {
  readonly room: Room | undefined;
  readonly stored: Conference | undefined;
  readonly conference: Conference;
};

type Asked = {
  readonly account: Account;
  /** Version of the configuration that admits it. */
  readonly version: number;
  /** A conference's SID, or the name of a room. */
  readonly name: string;
  /** Of the conference, where one is to be made. */
  readonly newSid: string;
  readonly path: string;
  readonly now: number;
};

/**
 * The conference of a SID, which must be open (16099), or the one that is open in the room of a name; where there is none,
 * a new one, in which nobody has been. Another account's is refused as unknown (20404).
 */
export async function openConference({ account, version, name, newSid, path, now }: Asked): Promise<Open | Refusal> {
  if (isSid('CF', name)) {
    const stored = await loadConferenceOf(account.sid, name);
    if (stored === undefined) return refuse(20404, path);
    if (stored.status === 'completed') return refuse(16099, 'the conference has ended');
    return { room: await loadRoom(account.sid, stored.friendlyName), stored, conference: stored };
  }
  const room = await loadRoom(account.sid, name);
  const stored = room && (await loadConference(room.conferenceSid));
  if (stored !== undefined && stored.status !== 'completed') return { room, stored, conference: stored };
  const made = unmetConference({ account, version }, newSid, name, now);
  return { room, stored: undefined, conference: dueAt(made, now + silenceMilliseconds) };
}

const nameCharactersMax = 128;

/** What a room may be called: what TwiML can hold as it is, so that the call that is dialled comes into the same room. */
export const isRoomName = (name: string): boolean =>
  name.length > 0 &&
  name.length <= nameCharactersMax &&
  name.trim() === name &&
  !/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(name);
