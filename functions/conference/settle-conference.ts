import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { type Conference, loadConference, loadParticipants, type Participant } from './conference-store.ts';
import { noteEvent, settledWrites } from './note-event.ts';
import { ownerOf } from './owner.ts';
import { silenceMilliseconds } from './settle-stays.ts';

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
    const loaded = { stored, conference: stored, participants };
    if (isSilent(stored, now)) return noteEvent(owner, loaded, unheardEnd(stored, participants), now);
    const everybody = { before: participants, after: participants };
    return commit(settledWrites(owner.account, stored, stored, everybody, now));
  });
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
  startOnEnter: true,
  endOnExit: false,
  reason: undefined,
});
