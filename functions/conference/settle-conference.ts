import { commit } from '../../lib/store/commit.ts';
import { loadRoom, type Room } from '../../lib/store/room.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import {
  type Conference,
  loadConference,
  loadParticipants,
  type Participant,
  putConference,
} from './conference-store.ts';
import { currentOf, standingOf } from './current-participants.ts';
import { noteEvent, settledWrites } from './note-event.ts';
import { ownerOf } from './owner.ts';
import { isCurrent } from './participant.ts';
import { roomWrites } from './room-writes.ts';
import { dueAt, silenceMilliseconds } from './settle-stays.ts';
import { patienceMilliseconds } from './stay.ts';

/**
 * Settles a conference when it is due: stays whose coming, going or neighbours nobody told in time. One of which
 * nothing was heard for longer than a call can last has ended with the last that was heard.
 */
export async function settleConference(sid: string, now: number): Promise<void> {
  await untilCommitted(sid, async () => {
    const stored = await loadConference(sid);
    if (stored?.dueSK === undefined) return 'settled';
    const participants = await loadParticipants(sid);
    const owner = await ownerOf(stored.accountSid);
    const room = await loadRoom(stored.accountSid, stored.friendlyName);
    if (stored.reference === undefined) return settleUnmet(stored, participants, room, now);
    const loaded = { room, stored, conference: stored, participants };
    if (isSilent(stored, now)) return noteEvent(owner, loaded, unheardEnd(stored, participants), now);
    const everybody = { before: participants, after: participants };
    return commit((await settledWrites(owner.account, stored, stored, everybody, now)).writes);
  });
}

/**
 * A call that a conference dialled has ended. Where nobody else is on the way to a conference in which nobody has been,
 * that is its end: at once where nobody answered, else when a coming that was not heard yet had time to be told.
 */
export async function noteCallEnded(sid: string, now: number): Promise<void> {
  await untilCommitted(sid, async () => {
    const stored = await loadConference(sid);
    if (stored === undefined || stored.reference !== undefined || stored.status === 'completed') return 'settled';
    const participants = await loadParticipants(sid);
    const standing = await standingOf(participants);
    if (standing.some(({ status }) => isCurrent(status))) return 'settled';
    if (standing.some(({ status }) => status === 'complete')) {
      return commit([putConference(stored, dueAt(stored, now + patienceMilliseconds))]);
    }
    return settleUnmet(stored, participants, await loadRoom(stored.accountSid, stored.friendlyName), now);
  });
}

/** A conference in which nobody has been ends when nobody is on the way to it any more. */
async function settleUnmet(
  stored: Conference,
  participants: readonly Participant[],
  room: Room | undefined,
  now: number,
): Promise<'committed' | 'lost'> {
  const { duePK: _, dueSK: __, ...conference } = stored;
  const isAwaited = (await currentOf(participants)).length > 0;
  const after: Conference = isAwaited
    ? dueAt(stored, now + silenceMilliseconds)
    : { ...conference, status: 'completed', endedAt: now, endHeardAt: now, updatedAt: now };
  return commit([putConference(stored, after), ...roomWrites(room, stored, after)]);
}

const isSilent = ({ status, updatedAt }: Conference, now: number): boolean =>
  status !== 'completed' && now - updatedAt >= silenceMilliseconds;

const unheardEnd = ({ createdAt }: Conference, participants: readonly Participant[]) => ({
  event: 'end' as const,
  at: Math.max(createdAt, ...participants.flatMap(({ marks }) => marks.map(({ at }) => at))),
  sequence: undefined,
  caller: undefined,
  endedByCallSid: undefined,
  label: undefined,
  muted: false,
  hold: false,
  coaching: false,
  coachedSid: undefined,
  announceUrl: undefined,
  startOnEnter: true,
  endOnExit: false,
  reason: undefined,
});
