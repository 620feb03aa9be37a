import type { AddParticipant } from './add-participant-parameters.ts';
import type { Conference, Participant } from './conference-store.ts';
import { placeOf } from './participant.ts';

/** Somebody who is dialled for a conference, as it is stored before the phone rings. What its first event says goes before. */
export const dialledParticipant = (
  { sid, accountSid }: Conference,
  callSid: string,
  wishes: AddParticipant,
  now: number,
): Participant => ({
  conferenceSid: sid,
  child: `${String(now).padStart(13, '0')}#${callSid}`,
  accountSid,
  callSid,
  ...placeOf(accountSid, callSid, sid, now),
  dialled: true,
  ...(wishes.Label === undefined ? {} : { label: wishes.Label }),
  muted: wishes.Muted ?? false,
  hold: false,
  ...(wishes.CallSidToCoach !== undefined && wishes.Coaching !== false
    ? { coaching: true, coachedSid: wishes.CallSidToCoach }
    : {}),
  startOnEnter: wishes.StartConferenceOnEnter ?? true,
  endOnExit: wishes.EndConferenceOnExit ?? false,
  latestAt: 0,
  latestSequence: -1,
  marks: [],
  createdAt: now,
  updatedAt: now,
  revision: 0,
});
