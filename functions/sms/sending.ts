import { revised } from '../../lib/store/revision.ts';
import { isFinal, type Message, type MessageStatus, mayMove } from './message.ts';
import { closesAt, overdueKeys, sendKeys, settleKeys, slotKeys, validUntil } from './waiting.ts';

const postponedForMilliseconds = 60_000;
/** Twilio's 30008, unknown error: nobody can say what became of it. */
const unknownError = 30008;
/** Twilio's 30001, queue overflow: it waited longer than it was valid, or than the queue reaches. */
export const queueOverflow = 30001;

/** What a carrier says of a message that we sent. */
export interface MessageReport {
  readonly status: MessageStatus;
  readonly reference: NonNullable<Message['reference']>;
  readonly errorCode: number | undefined;
}

/** The message after a carrier's report, or `undefined` if it changes nothing: repeated, late, or out of order. */
export function reported(message: Message, report: MessageReport, at: number): Message | undefined {
  if (!mayMove(message.status, report.status)) return undefined;
  return moved(message, report.status, at, {
    reference: message.reference ?? report.reference,
    errorCode: report.errorCode,
  });
}

/** The carrier took the message; its status is the carrier's to report. */
export const accepted = (message: Message, reference: MessageReport['reference'], at: number): Message =>
  revised(message, { reference, askedAt: undefined, updatedAt: at, ...overdueKeys(message) });

/** Nobody knows whether the carrier took it: it is looked up there later, and never sent again. `undefined`: it is known. */
export function unsettled(message: Message, at: number): Message | undefined {
  const { askedAt, finalizedAt } = message;
  if (askedAt === undefined || finalizedAt !== undefined) return undefined;
  return revised(message, settleKeys(message, askedAt, at));
}

/** The carrier refused it, with its own reason. */
export const rejected = (message: Message, errorCode: number | undefined, at: number): Message =>
  moved(message, 'failed', at, { errorCode: errorCode ?? unknownError });

/** The carrier could not be reached and did nothing: it is asked again later, until the message is overdue. */
export function postponed(message: Message, at: number): Message {
  const again = at + postponedForMilliseconds * 2 ** message.postponements;
  // One that has a validity waits until that ends, and then says so.
  if (validUntil(message) === undefined && again >= closesAt(message)) return rejected(message, undefined, at);
  const postponements = message.postponements + 1;
  return revised(message, { askedAt: undefined, postponements, updatedAt: at, ...sendKeys(message, again) });
}

/** A postponed message, taken by one who will ask the carrier; `undefined` if it is not there to be taken. */
export function claimed(message: Message, at: number): Message | undefined {
  if (message.status !== 'queued' || message.askedAt !== undefined || message.reference !== undefined) return undefined;
  return revised(message, { askedAt: at, updatedAt: at, ...overdueKeys(message) });
}

/** A scheduled message whose time has come: taken by one who will ask the carrier, or queued until its slot. */
export function released(message: Message, slotAt: number, at: number): Message {
  const queued = { ...moved(message, 'queued', at, {}), slotAt };
  if (slotAt > at) return { ...queued, ...slotKeys(queued, slotAt, at) };
  return { ...queued, ...overdueKeys(queued), askedAt: at };
}

/** A scheduled message that its account has taken back; `undefined` if it is too late. */
export const canceled = (message: Message, at: number): Message | undefined =>
  mayMove(message.status, 'canceled') ? moved(message, 'canceled', at, {}) : undefined;

/**
 * A message whose time is over: what the carrier took counts as sent, what it never took has failed.
 * `undefined` if it is closed already.
 */
export function overdue(message: Message, at: number): Message | undefined {
  if (message.finalizedAt !== undefined || message.status === 'scheduled') return undefined;
  if (message.reference === undefined) return rejected(message, undefined, at);
  const closed = { finalizedAt: at, duePK: undefined, dueSK: undefined };
  if (message.status === 'sent') return revised(message, { ...closed, updatedAt: at });
  return moved(message, 'sent', at, closed);
}

const wasSent: ReadonlySet<MessageStatus> = new Set(['sent', 'delivered', 'undelivered']);

function moved(message: Message, status: MessageStatus, at: number, more: Partial<Message>): Message {
  const told = message.statusCallback === undefined ? 0 : 1;
  const closes = isFinal(status) && message.finalizedAt === undefined;
  return revised(message, {
    ...(message.finalizedAt === undefined && overdueKeys(message)),
    ...more,
    status,
    updatedAt: at,
    askedAt: undefined,
    outboxCount: message.outboxCount + told,
    ...(wasSent.has(status) && { sentAt: message.sentAt ?? at }),
    ...(closes && { finalizedAt: at, duePK: undefined, dueSK: undefined }),
  });
}
