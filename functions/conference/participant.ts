import { boolean } from 'dynamodb-toolbox/schema/boolean';
import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { map } from 'dynamodb-toolbox/schema/map';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { listKeys } from '../../lib/store/resource.ts';
import { isPresent, type Mark } from './stay.ts';

/** A call in a conference: one for the call, however often it comes and goes. Times in epoch milliseconds. */
export const participantSchema = item({
  conferenceSid: string().key().savedAs('PK').transform(prefix('RES')),
  /** `<createdAt>#<call SID>` */
  child: string().key().savedAs('SK').transform(prefix('CHILD')),
  accountSid: string(),
  callSid: string(),
  /** What the carrier calls the call; absent until it has come. */
  reference: map({ carrier: string(), account: string(), id: string() }).optional(),
  label: string().optional(),
  /** Dialled out for the conference: until it comes, it is on the way. */
  dialled: boolean().optional(),
  muted: boolean(),
  hold: boolean(),
  /** It speaks to one call alone; which, where that is known. */
  coaching: boolean().optional(),
  coachedSid: string().optional(),
  startOnEnter: boolean(),
  endOnExit: boolean(),
  /** The carrier's moment of the newest event that told muted, hold and the rest. */
  latestAt: number(),
  latestSequence: number().optional(),
  marks: list(
    map({
      kind: string().enum('join', 'leave'),
      at: number(),
      sequence: number().optional(),
      heardAt: number(),
      billed: boolean().optional(),
    }),
  ),
  /** When its call ended, by its carrier, where a going that nobody told made that matter. */
  callEndedAt: number().optional(),
  /** By these its conferences are found: of one call mostly one. */
  toPK: string().optional(),
  toSK: string().optional(),
  createdAt: number(),
  updatedAt: number(),
  revision: number(),
});

/** A new participant's place in the index by which a call's conferences are found. */
export function placeOf(accountSid: string, callSid: string, conferenceSid: string, now: number) {
  const { toPK, toSK } = listKeys({ accountSid, type: 'participant', createdAt: now, sid: conferenceSid, to: callSid });
  return { toPK, toSK };
}

/**
 * Moves between Twilio's statuses of a participant. Who was dialled may be on the way; who has come may go and come
 * again, which is one participant; who never came stays as the call ended.
 */
const moves = {
  queued: ['connecting', 'ringing', 'connected', 'complete', 'failed'],
  connecting: ['ringing', 'connected', 'complete', 'failed'],
  ringing: ['connected', 'complete', 'failed'],
  connected: ['complete'],
  complete: ['connected'],
  failed: ['connected'],
} as const;

export type ParticipantStatus = keyof typeof moves;

/** Whether a participant may go from one status to another. */
export function mayMove(from: ParticipantStatus, to: ParticipantStatus): boolean {
  const targets: readonly ParticipantStatus[] = moves[from];
  return targets.includes(to);
}

/** By the status of its call; undefined and queued: it has not been dialled yet. */
const onTheWay: Readonly<Record<string, ParticipantStatus>> = {
  queued: 'queued',
  initiated: 'connecting',
  ringing: 'ringing',
  'in-progress': 'ringing',
  completed: 'complete',
};

/**
 * How a participant stands: by its comings and goings where there are any, else by the call that was dialled for it.
 * Nothing of it is stored, so no order of events can make it wrong. Pure.
 */
export function statusOf(marks: readonly Mark[], callStatus: string | undefined): ParticipantStatus {
  if (isPresent(marks)) return 'connected';
  if (marks.length > 0) return 'complete';
  return onTheWay[callStatus ?? 'queued'] ?? 'failed';
}

/** Whether somebody is in the room or on the way to it: whom Twilio shows. */
export const isCurrent = (status: ParticipantStatus): boolean => status !== 'complete' && status !== 'failed';
