import { boolean } from 'dynamodb-toolbox/schema/boolean';
import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { map } from 'dynamodb-toolbox/schema/map';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { resourceAttributes } from '../../lib/store/resource.ts';

const ends = ['completed', 'busy', 'no-answer', 'canceled', 'failed'] as const;

/**
 * Moves between a call's statuses. Skipping forward is legal: carriers lose reports. A carrier may also know better than
 * we that nobody answered: that an inbound call is in progress follows from its instructions, and is not reported. `initiated`, the carrier has
 * begun to dial, is Twilio's event and not one of its statuses: a tenant reads it as `queued`.
 */
const moves = {
  queued: ['initiated', 'ringing', 'in-progress', ...ends],
  initiated: ['ringing', 'in-progress', ...ends],
  ringing: ['in-progress', ...ends],
  'in-progress': ends,
  completed: [],
  busy: [],
  'no-answer': [],
  canceled: [],
  failed: [],
} as const;

export type CallStatus = keyof typeof moves;
export type FinalStatus = { [S in CallStatus]: (typeof moves)[S] extends readonly [] ? S : never }[CallStatus];

export const isFinal = (status: CallStatus): status is FinalStatus => moves[status].length === 0;

/** Whether a call may go from one status to another; never backwards, and never out of an end. */
export function mayMove(from: CallStatus, to: CallStatus): boolean {
  const targets: readonly CallStatus[] = moves[from];
  return targets.includes(to);
}

const method = () => string().enum('GET', 'POST');

/** What a carrier is asked for with a call, beside its numbers and its limit: kept with a call that waits. */
const order = () =>
  map({
    ringSeconds: number(),
    /** Who leads the call, where that is not the TwiML stored with it. */
    url: string().optional(),
    method: method().optional(),
    fallbackUrl: string().optional(),
    fallbackMethod: method().optional(),
    sendDigits: string().optional(),
    machineDetection: string().enum('Enable', 'DetectMessageEnd').optional(),
    recording: map({
      channels: string().enum('mono', 'dual'),
      trim: string().enum('trim-silence', 'do-not-trim').optional(),
      url: string().optional(),
      method: method().optional(),
      events: string().optional(),
    }).optional(),
  });

/**
 * A call waits as `queued`: for its account's slot, then for one of the carrier's, until which the latest instant has
 * not come. All in epoch milliseconds.
 */
const waiting = () =>
  map({ slotOf: string().enum('account', 'carrier'), slotAt: number(), until: number(), order: order() });

/** A call, or one leg of one: a `<Dial>` leg is a call of its own with a parent. Times in epoch milliseconds. */
export const callSchema = item({
  ...resourceAttributes,
  status: string().enum('queued', 'initiated', 'ringing', 'in-progress', ...ends),
  direction: string().enum('inbound', 'outbound-api', 'outbound-dial'),
  /** E.164, or as the carrier names who has no number. */
  from: string(),
  to: string(),
  parentSid: string().optional(),
  numberSid: string().optional(),
  answeredAt: number().optional(),
  endedAt: number().optional(),
  /** Whole seconds from answer to end, as the carrier counts them: what is billed. */
  durationSeconds: number().optional(),
  /** When the end was decided: its usage and ledger lines stand in the account's billing day of it. */
  finalizedAt: number().optional(),
  answeredBy: string().optional(),
  /** After so many seconds from its answer the carrier ends it. */
  limitSeconds: number(),
  /** How long it may last, where the money for all of that is not kept back yet: its limit is extended up to this. */
  limitMaxSeconds: number().optional(),
  /** The carrier is being told of the limit, and may not know it yet. */
  limitAsked: boolean().optional(),
  /** Whether it is among the account's live calls that a limit counts. */
  counted: boolean().optional(),
  /** Its program was told that its money ends. */
  warned: boolean().optional(),
  /** What ends with it, and is held for up to its limit: `seconds` under the limit of then, `secondsMax` at most. */
  rides: list(
    map({
      ...{ sid: string(), microService: string(), meter: string(), startedAt: number() },
      ...{ to: string().optional(), from: string().optional() },
      ...{ seconds: number(), limitSeconds: number(), secondsMax: number().optional() },
      /** The leg or stream that came of it. */
      useSid: string().optional(),
      /** The leg of this call that does it, where it is not the call itself. */
      callSid: string().optional(),
    }),
  ).optional(),
  /** Of a leg: the ride of its parent that its money is held for as. */
  rideSid: string().optional(),
  /** TwiML that came with a request instead of a URL. */
  twiml: string().optional(),
  callbackUrl: string().optional(),
  callbackMethod: method().optional(),
  callbackEvents: list(string()).optional(),
  /** The caller id that the call is to validate, and whether its code was given. */
  validates: map({ callerIdSid: string(), verified: boolean() }).optional(),
  /** While it waits to be placed. */
  waiting: waiting().optional(),
  /** When its wait was over and the carrier was asked; absent for a call that did not wait. */
  placedAt: number().optional(),
  /** The conference that dialled it: it is told when the call has ended. */
  conferenceSid: string().optional(),
  /** What lets it go on though calls are not enabled. */
  allowedBy: string().enum('conference.DialOut').optional(),
  /** Deleted by its account: in no list, and kept so that a repeated webhook does not bear it again. */
  deletedAt: number().optional(),
  /** The SequenceNumber of the next status callback. */
  callbacksSent: number(),
});

/** The meter that a call's seconds count on. */
export const meterOf = ({ direction }: { direction: string }): 'calls-inbound' | 'calls-outbound' =>
  direction === 'inbound' ? 'calls-inbound' : 'calls-outbound';

/** Decks price by the far end: whom an outbound call reached, who made an inbound one. */
export const farAndNearEnd = ({ direction, from, to }: { direction: string; from: string; to: string }) =>
  direction === 'inbound' ? { destination: from, origin: to } : { destination: to, origin: from };
