import { putUsageEvent, usageEvent } from '../../lib/metering/usage-event.ts';
import type { Account } from '../../lib/store/account.ts';
import type { Write } from '../../lib/store/commit.ts';
import { dueKeys, parseDue } from '../../lib/store/due.ts';
import type { Conference, Participant } from './conference-store.ts';
import { conference as service } from './micro-service.ts';
import { patienceMilliseconds, settle, type Use } from './stay.ts';

/** A conference of which nothing was heard for so long is over: no call lasts longer than a day. */
export const silenceMilliseconds = 25 * 60 * 60 * 1_000;

// A transaction holds 100 writes; who is left over is settled by the next event, or when it is due.
const settledAtOnceMax = 30;

/** What settling makes of a conference and its participants, and the usage events that belong to it. */
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
export function settleStays(
  account: Account,
  conference: Conference,
  participants: readonly Participant[],
  now: number,
): Settled {
  const usage: Write[] = [];
  let { usesCount } = conference;
  let waits = false;
  const after = participants.map((participant) => {
    const { marks, uses, waits: itWaits } = settle(participant.marks, surroundingsOf(conference), now);
    const isLeftOver = uses.length > 0 && usage.length >= settledAtOnceMax;
    waits ||= itWaits || isLeftOver;
    if (uses.length === 0 || isLeftOver) return participant;
    for (const use of uses) {
      usage.push(putUsageEvent(usageEvent(account, metered(conference, use, usesCount, now))));
      usesCount += 1;
    }
    return { ...participant, marks, updatedAt: now };
  });
  return { conference: due({ ...conference, usesCount }, waits, now), participants: after, usage };
}

const surroundingsOf = ({ heard, endedAt, endHeardAt }: Conference) => ({ heard, endedAt, endHeardAt });

const metered = (conference: Conference, { sequence, startedAt, seconds }: Use, count: number, now: number) => ({
  microService: service.name,
  meter: 'conference-participants',
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
