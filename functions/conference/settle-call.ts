import { loadRidden } from '../../lib/call/riding.ts';
import { giveBackUse } from '../../lib/limit/reserved-use.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { loadConference, loadParticipants, participantsOfCall } from './conference-store.ts';
import { settledWrites } from './note-event.ts';
import { ownerOf } from './owner.ts';
import { heldRidesOf, meter } from './settle-stays.ts';

/**
 * The action `participant.settle`: a call for which money or a limit is held has been over for a while. A stay of which nobody told the
 * end ended with it, though the conference goes on; when all its stays are settled, what was held for one that never came to be is given
 * back. What cannot be settled yet is asked for again.
 */
export async function settleCall(accountSid: string, callSid: string, now: number): Promise<void> {
  const endedAt = (await loadRidden(callSid))?.endedAt;
  if (endedAt === undefined) return;
  let isSettled = true;
  for (const { conferenceSid } of await participantsOfCall(accountSid, callSid))
    isSettled = (await settledIn(conferenceSid, callSid, endedAt, now)) && isSettled;
  if (!isSettled) return;
  for (const { sid } of await heldRidesOf(accountSid, await loadRidden(callSid)))
    await commit(await giveBackUse(accountSid, meter, sid));
}

/** Settles the stays of a call in a conference; false where not all of them could be. */
function settledIn(conferenceSid: string, callSid: string, callEndedAt: number, now: number): Promise<boolean> {
  return untilCommitted(conferenceSid, async () => {
    const conference = await loadConference(conferenceSid);
    if (conference === undefined) return true;
    const before = await loadParticipants(conferenceSid);
    const known = before.map((one) => (one.callSid === callSid ? { ...one, callEndedAt } : one));
    const { account } = await ownerOf(conference.accountSid);
    const { writes, participants } = await settledWrites(
      account,
      conference,
      conference,
      { before, after: known },
      now,
    );
    if ((await commit(writes)) === 'lost') return 'lost';
    return participants
      .filter((one) => one.callSid === callSid)
      .every(({ marks }) => marks.every(({ billed }) => billed));
  });
}
