import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { map } from 'dynamodb-toolbox/schema/map';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { segmentsOf } from '../../lib/segment/segment.ts';
import { dueKeys } from '../../lib/store/due.ts';
import { listKeys, resourceAttributes } from '../../lib/store/resource.ts';
import { revised } from '../../lib/store/revision.ts';
import { table } from '../../lib/store/table.ts';

/** A message, in or out. Times in epoch milliseconds. */
export const MessageEntity = new Entity({
  name: 'message',
  table,
  timestamps: false,
  schema: item({
    ...resourceAttributes,
    direction: string().enum('inbound', 'outbound-api', 'outbound-call', 'outbound-reply'),
    status: string().enum('queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed', 'received'),
    from: string(),
    to: string(),
    /** Empty once it is redacted. */
    body: string(),
    media: list(map({ url: string(), contentType: string().optional() })),
    /** Counted when it was made, so that redacting changes no bill. */
    segments: number(),
    mediaCount: number(),
    statusCallback: map({ url: string(), method: string().enum('GET', 'POST') }).optional(),
    errorCode: number().optional(),
    sentAt: number().optional(),
    /** When the carrier was asked to take it and had not yet answered; never asked again while this stands. */
    askedAt: number().optional(),
    /** How often the carrier could not be reached. */
    postponements: number(),
    /** When its use was decided and written down; from then on nothing is billed for it. */
    finalizedAt: number().optional(),
    /** When the program's answer to an inbound message was taken. */
    answeredAt: number().optional(),
    causedBy: string().optional(),
    deletedAt: number().optional(),
  }),
});
export type Message = FormattedItem<typeof MessageEntity>;
export type MessageStatus = Message['status'];

/** Moves between Twilio's message statuses. Skipping forward is legal: carriers lose reports. */
const moves: Readonly<Record<MessageStatus, readonly MessageStatus[]>> = {
  queued: ['sending', 'sent', 'delivered', 'undelivered', 'failed'],
  sending: ['sent', 'delivered', 'undelivered', 'failed'],
  sent: ['delivered', 'undelivered', 'failed'],
  delivered: [],
  undelivered: [],
  failed: [],
  received: [],
};

export const mayMove = (from: MessageStatus, to: MessageStatus): boolean => moves[from].includes(to);
export const isFinal = (status: MessageStatus): boolean => moves[status].length === 0;

/** Without a final report after so long (Twilio's own validity period), a message is closed as what is known of it. */
export const closedAfterMilliseconds = 4 * 60 * 60 * 1_000;
const postponedForMilliseconds = 60_000;
/** Twilio's 30008, unknown error: nobody can say what became of it. */
const unknownError = 30008;

const overdueAt = ({ sid, createdAt }: { sid: string; createdAt: number }) =>
  dueKeys('minute', { at: createdAt + closedAfterMilliseconds, owner: 'sms', what: 'message.overdue', id: sid });

type Made = Pick<Message, 'sid' | 'accountSid' | 'from' | 'to' | 'body' | 'media' | 'configurationVersion'>;

const made = <Given extends Made>(given: Given, at: number) => ({
  ...given,
  kind: 'RES' as const,
  createdAt: at,
  updatedAt: at,
  revision: 0,
  outboxCount: 0,
  postponements: 0,
  segments: segmentsOf(given.body).count,
  mediaCount: given.media.length,
  ...listKeys({ ...given, type: 'message', createdAt: at }),
});

/** A message to be sent, as it is stored before the carrier is asked. */
export const outbound = (
  given: Made & Pick<Message, 'direction' | 'statusCallback' | 'causedBy'>,
  at: number,
): Message => ({ ...made(given, at), ...overdueAt({ ...given, createdAt: at }), status: 'queued', askedAt: at });

/** A message that came in. It is final at once. */
export const inbound = (given: Made & Pick<Message, 'reference'>, at: number): Message => ({
  ...made(given, at),
  direction: 'inbound',
  status: 'received',
  sentAt: at,
  finalizedAt: at,
});

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
  revised(message, { reference, askedAt: undefined, updatedAt: at });

/** The carrier refused it, with its own reason. */
export const rejected = (message: Message, errorCode: number | undefined, at: number): Message =>
  moved(message, 'failed', at, { errorCode: errorCode ?? unknownError });

/** The carrier could not be reached and did nothing: it is asked again later, until the message is overdue. */
export function postponed(message: Message, at: number): Message {
  const again = at + postponedForMilliseconds * 2 ** message.postponements;
  if (again >= message.createdAt + closedAfterMilliseconds) return rejected(message, undefined, at);
  const due = dueKeys('minute', { at: again, owner: 'sms', what: 'message.send', id: message.sid });
  return revised(message, { askedAt: undefined, postponements: message.postponements + 1, updatedAt: at, ...due });
}

/** A postponed message, taken by one who will ask the carrier; `undefined` if it is not there to be taken. */
export function claimed(message: Message, at: number): Message | undefined {
  if (message.status !== 'queued' || message.askedAt !== undefined || message.reference !== undefined) return undefined;
  return revised(message, { askedAt: at, updatedAt: at, ...overdueAt(message) });
}

/**
 * A message whose time is over: what the carrier took counts as sent, what it never took has failed.
 * `undefined` if it is closed already.
 */
export function overdue(message: Message, at: number): Message | undefined {
  if (message.finalizedAt !== undefined) return undefined;
  if (message.reference === undefined) return rejected(message, undefined, at);
  const closed = { finalizedAt: at, duePK: undefined, dueSK: undefined };
  if (message.status === 'sent') return revised(message, { ...closed, updatedAt: at });
  return moved(message, 'sent', at, closed);
}

function moved(message: Message, status: MessageStatus, at: number, more: Partial<Message>): Message {
  const told = message.statusCallback === undefined ? 0 : 1;
  const closes = isFinal(status) && message.finalizedAt === undefined;
  return revised(message, {
    ...more,
    status,
    updatedAt: at,
    askedAt: undefined,
    outboxCount: message.outboxCount + told,
    ...(status !== 'failed' && status !== 'sending' && { sentAt: message.sentAt ?? at }),
    ...(closes && { finalizedAt: at, duePK: undefined, dueSK: undefined }),
  });
}

/** What is billed for a message that is closed: nothing for what failed, else every segment, delivered or not. */
export const billedSegments = (message: Message): number => (message.status === 'failed' ? 0 : message.segments);

const withoutText = { body: '', media: [] };

/** A message without its text and media, as it stays when its account redacts it. */
export const redacted = (message: Message, at: number): Message => revised(message, { ...withoutText, updatedAt: at });

const unlisted = {
  listPK: undefined,
  listSK: undefined,
  toPK: undefined,
  toSK: undefined,
  fromPK: undefined,
  fromSK: undefined,
};

/** What is left of a deleted message, so that a repeated webhook finds it: no text, and in no list. */
export const deleted = (message: Message, at: number): Message =>
  revised(message, { ...withoutText, ...unlisted, deletedAt: at, updatedAt: at });
