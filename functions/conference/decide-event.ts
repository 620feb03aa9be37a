import type { CarrierReference } from '../../lib/carrier/carrier.ts';
import type { ConferenceFacts } from '../../lib/carrier/conference.ts';
import { laterOf } from './conference.ts';
import type { Conference, Participant } from './conference-store.ts';
import { isHeard, withHeard } from './heard.ts';
import { placeOf } from './participant.ts';
import { compareMoments, isKnown, type Mark, type Moment } from './stay.ts';

/** A carrier's event of a conference, in our own SIDs. `at` by the carrier's clock, epoch milliseconds. */
export type ConferenceEvent = Pick<
  ConferenceFacts,
  'event' | 'sequence' | 'label' | 'muted' | 'hold' | 'coaching' | 'startOnEnter' | 'endOnExit' | 'reason'
> & {
  readonly at: number;
  /** Whom it is about. */
  readonly caller: { readonly callSid: string; readonly reference: CarrierReference } | undefined;
  readonly endedByCallSid: string | undefined;
  /** Whom it coaches, where the event says that it does and the carrier was asked. */
  readonly coachedSid: string | undefined;
  /** What was announced, as the program named it. */
  readonly announceUrl: string | undefined;
};

type Heard = {
  readonly conference: Conference;
  /** Whom the event is about, as it stands now. */
  readonly participant: Participant | undefined;
};

/**
 * What an event makes of a conference and of the participant that it is about; undefined where it says nothing new.
 * Events add up to the same, whatever order they come in: status only moves on, what is told of a participant is
 * what its newest event says, comings and goings are paired by the carrier's own order.
 */
export function decideEvent(
  conference: Conference,
  participant: Participant | undefined,
  event: ConferenceEvent,
  now: number,
): Heard | undefined {
  if (event.event === 'speech' || isRepeat(conference, participant, event, now)) return undefined;
  const { sequence } = event;
  return {
    conference: {
      ...conference,
      ...movedBy(conference, event, now),
      heard: sequence === undefined ? conference.heard : withHeard(conference.heard, sequence),
      updatedAt: now,
    },
    participant: event.caller && withEvent(participant ?? newParticipant(conference, event.caller, now), event, now),
  };
}

function isRepeat(
  conference: Conference,
  participant: Participant | undefined,
  event: ConferenceEvent,
  now: number,
): boolean {
  if (event.sequence !== undefined) return isHeard(conference.heard, event.sequence);
  if (event.event === 'start') return conference.startedAt !== undefined;
  if (event.event === 'end') return conference.endedAt !== undefined;
  const mark = markOf(event, now);
  if (participant === undefined) return false;
  return mark === undefined ? !isNewest(participant, event) : isKnown(participant.marks, mark);
}

function movedBy(conference: Conference, event: ConferenceEvent, now: number): Partial<Conference> {
  switch (event.event) {
    case 'start':
      return { startedAt: event.at, status: laterOf(conference.status, 'in-progress') };
    case 'end':
      return {
        status: 'completed',
        endedAt: event.at,
        endHeardAt: now,
        ...(event.reason === undefined ? {} : { endedBecause: event.reason }),
        ...(event.endedByCallSid === undefined ? {} : { endedByCallSid: event.endedByCallSid }),
      };
    default:
      return {};
  }
}

function newParticipant(
  { sid, accountSid }: Conference,
  { callSid, reference }: NonNullable<ConferenceEvent['caller']>,
  now: number,
): Participant {
  return {
    conferenceSid: sid,
    child: `${String(now).padStart(13, '0')}#${callSid}`,
    accountSid,
    callSid,
    ...placeOf(accountSid, callSid, sid, now),
    reference,
    muted: false,
    hold: false,
    startOnEnter: true,
    endOnExit: false,
    latestAt: 0,
    latestSequence: -1,
    marks: [],
    createdAt: now,
    updatedAt: now,
    revision: 0,
  };
}

function withEvent(participant: Participant, event: ConferenceEvent, now: number): Participant {
  const mark = markOf(event, now);
  const marks = mark === undefined ? participant.marks : [...participant.marks, mark].sort(compareMoments);
  const reference = event.caller?.reference ?? participant.reference;
  if (!isNewest(participant, event)) return { ...participant, ...(reference && { reference }), marks, updatedAt: now };
  const { latestSequence: _, coachedSid: known, ...rest } = participant;
  const coachedSid = event.coaching ? (event.coachedSid ?? known) : undefined;
  return {
    ...rest,
    ...(reference && { reference }),
    marks,
    muted: event.muted,
    hold: event.hold,
    coaching: event.coaching,
    ...(coachedSid && { coachedSid }),
    startOnEnter: event.startOnEnter,
    endOnExit: event.endOnExit,
    ...(event.label === undefined ? {} : { label: event.label }),
    latestAt: event.at,
    ...(event.sequence === undefined ? {} : { latestSequence: event.sequence }),
    updatedAt: now,
  };
}

const isNewest = ({ latestAt, latestSequence }: Participant, event: Moment): boolean =>
  compareMoments(event, { at: latestAt, sequence: latestSequence }) > 0;

function markOf({ event, at, sequence }: ConferenceEvent, now: number): Mark | undefined {
  if (event !== 'join' && event !== 'leave') return undefined;
  return { kind: event, at, ...(sequence === undefined ? {} : { sequence }), heardAt: now };
}
