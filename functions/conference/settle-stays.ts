import { loadRidden, type Ridden } from '../../lib/call/riding.ts';
import { stillReserved, takeOverUse } from '../../lib/limit/reserved-use.ts';
import { putUsageEvent, usageEvent, usageId } from '../../lib/metering/usage-event.ts';
import type { Account } from '../../lib/store/account.ts';
import type { Write } from '../../lib/store/commit.ts';
import { dueKeys, parseDue } from '../../lib/store/due.ts';
import type { Conference, Participant } from './conference-store.ts';
import { conference as service } from './micro-service.ts';
import { rideOfStay } from './ride-of-stay.ts';
import { isPresent, patienceMilliseconds, settle, type Use } from './stay.ts';

/** A conference of which nothing was heard for so long is over: no call lasts longer than a day. */
export const silenceMilliseconds = 25 * 60 * 60 * 1_000;

// A transaction holds 100 writes, and a stay may be six; who is left over is settled by the next event, or when it is due.
const settledAtOnceMax = 15;

/** What stays are metered by. */
export const meter = 'conference-participants';

/** What settling makes of a conference and its participants, and the usage events that belong to it, with what was held for them. */
export type Settled = {
  readonly conference: Conference;
  readonly participants: readonly Participant[];
  readonly usage: readonly Write[];
};

/**
 * Settles what is certain of everybody's stays (stay.ts). A use is metered under the conference's SID; its number is
 * the carrier's number of the event that opened the stay, so whoever comes twice has two uses, each with one id,
 * whatever order the events come in. Only for a carrier that does not number them uses are counted as they settle.
 */
export async function settleStays(
  account: Account,
  conference: Conference,
  participants: readonly Participant[],
  now: number,
): Promise<Settled> {
  const usage: Write[] = [];
  const after: Participant[] = [];
  let { usesCount } = conference;
  let settledCount = 0;
  let waits = false;
  for (const before of participants) {
    const participant = await withCallEnd(before, conference, now);
    const { marks, uses, waits: itWaits } = settle(participant.marks, surroundingsOf(conference, participant), now);
    const isLeftOver = uses.length > 0 && settledCount > 0 && settledCount + uses.length > settledAtOnceMax;
    waits ||= itWaits || isLeftOver;
    if (uses.length === 0 || isLeftOver) {
      after.push(before);
      continue;
    }
    const events = uses.map((use, index) => usageEvent(account, metered(conference, use, usesCount + index, now)));
    usage.push(...events.map(putUsageEvent), ...(await takenOver(account.sid, participant.callSid, events, now)));
    usesCount += uses.length;
    settledCount += uses.length;
    after.push({ ...participant, marks, updatedAt: now });
  }
  return { conference: due({ ...conference, usesCount }, waits, now), participants: after, usage };
}

/** Somebody whose going nobody told, though the conference has ended long ago, went when their call ended, at the latest. */
async function withCallEnd(participant: Participant, { endHeardAt }: Conference, now: number): Promise<Participant> {
  const { callEndedAt, marks, callSid } = participant;
  const isUntold = endHeardAt !== undefined && now >= endHeardAt + patienceMilliseconds && isPresent(marks);
  if (!isUntold || callEndedAt !== undefined || marks.every(({ billed }) => billed)) return participant;
  const { endedAt } = (await loadRidden(callSid)) ?? {};
  return endedAt === undefined ? participant : { ...participant, callEndedAt: endedAt };
}

/** For who stays, the conference ends when it does, or when their call does; that was heard of long ago. */
function surroundingsOf({ heard, endedAt, endHeardAt }: Conference, { callEndedAt }: Participant) {
  if (callEndedAt === undefined || (endedAt !== undefined && endedAt <= callEndedAt))
    return { heard, endedAt, endHeardAt };
  return { heard, endedAt: callEndedAt, endHeardAt: callEndedAt };
}

/** What was held for rides of the call is its stays' now: each takes over one ride. */
async function takenOver(
  accountSid: string,
  callSid: string,
  events: readonly { readonly id: string; readonly startedAt: number }[],
  now: number,
): Promise<Write[]> {
  let held = await heldRidesOf(accountSid, await loadRidden(callSid));
  const writes: Write[] = [];
  for (const { id, startedAt } of events) {
    const ride = rideOfStay(startedAt, held);
    if (ride === undefined) break;
    held = held.filter((other) => other !== ride);
    writes.push(...(await takeOverUse(accountSid, usageId(meter, ride.sid, 0), id, now)));
  }
  return writes;
}

/** The rides of a call that something is held for still, for its stays in conferences. */
export const heldRidesOf = (accountSid: string, ridden: Ridden | undefined): Promise<Ridden['rides'][number][]> =>
  stillReserved(
    accountSid,
    (ridden?.rides ?? []).filter((ride) => ride.meter === meter),
  );

const metered = (conference: Conference, { sequence, startedAt, seconds }: Use, count: number, now: number) => ({
  microService: service.name,
  meter,
  resourceSid: conference.sid,
  sequence: sequence ?? count,
  quantity: BigInt(seconds),
  startedAt,
  finalizedAt: now,
  configurationVersion: conference.configurationVersion,
});

/**
 * A conference is looked at again when a stay's patience ends, and while it lives, when it has been silent too long.
 * What is due earlier stays due, so that a busy conference does not put it off for ever.
 */
function due({ duePK, dueSK, ...conference }: Conference, waits: boolean, now: number): Conference {
  if (!waits && conference.status === 'completed') return conference;
  const latest = now + (waits ? patienceMilliseconds : silenceMilliseconds);
  const set = dueSK === undefined ? undefined : parseDue(dueSK).at;
  if (duePK !== undefined && dueSK !== undefined && set !== undefined && now < set && set <= latest) {
    return { ...conference, duePK, dueSK };
  }
  return dueAt(conference, latest);
}

/** The conference, to be looked at at that instant (epoch milliseconds). */
export const dueAt = (conference: Conference, at: number): Conference => ({
  ...conference,
  ...dueKeys('minute', { at, owner: service.name, what: 'conference.settle', id: conference.sid }),
});
