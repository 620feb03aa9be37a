import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { boolean } from 'dynamodb-toolbox/schema/boolean';
import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { map } from 'dynamodb-toolbox/schema/map';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { segmentsOf } from '../../lib/segment/segment.ts';
import { bornAt, listKeys, resourceAttributes } from '../../lib/store/resource.ts';
import { revised } from '../../lib/store/revision.ts';
import { table } from '../../lib/store/table.ts';
import { overdueKeys, sendKeys, slotKeys } from './waiting.ts';

/** A message, in or out. Times in epoch milliseconds. */
export const MessageEntity = new Entity({
  name: 'message',
  table,
  timestamps: false,
  schema: item({
    ...resourceAttributes,
    direction: string().enum('inbound', 'outbound-api', 'outbound-call', 'outbound-reply'),
    status: string().enum(
      'queued',
      'sending',
      'sent',
      'delivered',
      'undelivered',
      'failed',
      'received',
      'scheduled',
      'canceled',
    ),
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
    /** When it was scheduled for. */
    sendAt: number().optional(),
    /** How long it may wait to be sent; absent: until it is closed. */
    validitySeconds: number().optional(),
    /** Its place in its sender's queue: when it is to be sent. */
    slotAt: number().optional(),
    /** When the carrier was asked to take it and had not yet answered; never asked again while this stands. */
    askedAt: number().optional(),
    /** How often the carrier could not be reached. */
    postponements: number(),
    /** When its use was decided and written down; from then on nothing is billed for it. */
    finalizedAt: number().optional(),
    /** When the program's answer to an inbound message was taken. */
    answeredAt: number().optional(),
    /** What the program says came of it. */
    feedback: map({
      outcome: string().enum('confirmed', 'unconfirmed'),
      createdAt: number(),
      updatedAt: number(),
    }).optional(),
    causedBy: string().optional(),
    /** It confirms an opt-out keyword, and so goes even to who has said STOP. */
    confirmsOptOut: boolean().optional(),
    deletedAt: number().optional(),
  }),
});
export type Message = FormattedItem<typeof MessageEntity>;
export type MessageStatus = Message['status'];

/** Moves between Twilio's message statuses. Skipping forward is legal: carriers lose reports. */
const moves: Readonly<Record<MessageStatus, readonly MessageStatus[]>> = {
  scheduled: ['queued', 'canceled', 'failed'],
  queued: ['sending', 'sent', 'delivered', 'undelivered', 'failed'],
  sending: ['sent', 'delivered', 'undelivered', 'failed'],
  sent: ['delivered', 'undelivered', 'failed'],
  delivered: [],
  undelivered: [],
  failed: [],
  received: [],
  canceled: [],
};

export const mayMove = (from: MessageStatus, to: MessageStatus): boolean => moves[from].includes(to);
export const isFinal = (status: MessageStatus): boolean => moves[status].length === 0;

type Made = Pick<Message, 'sid' | 'accountSid' | 'from' | 'to' | 'body' | 'media' | 'configurationVersion'>;

const made = <Given extends Made>(given: Given, at: number) => ({
  ...given,
  kind: 'RES' as const,
  ...bornAt(at),
  postponements: 0,
  segments: segmentsOf(given.body).count,
  mediaCount: given.media.length,
  ...listKeys({ ...given, type: 'message', createdAt: at }),
});

type Given = Made &
  Pick<Message, 'direction' | 'statusCallback' | 'causedBy' | 'confirmsOptOut' | 'sendAt' | 'validitySeconds'>;

/**
 * A message to be sent, as it is stored before the carrier is asked: at once where `slotAt` is now, else it waits; a
 * scheduled one gets its slot when its time comes.
 */
export function outbound(given: Given, at: number, slotAt: number = at): Message {
  if (given.sendAt !== undefined) {
    const scheduled = { ...made(given, at), status: 'scheduled' as const };
    return { ...scheduled, ...sendKeys(scheduled, given.sendAt) };
  }
  const message = { ...made(given, at), status: 'queued' as const };
  if (slotAt <= at) return { ...message, ...overdueKeys(message), askedAt: at };
  return { ...message, ...slotKeys(message, slotAt, at), slotAt };
}

/** A message that came in. It is final at once. */
export const inbound = (given: Made & Pick<Message, 'reference'>, at: number): Message => ({
  ...made(given, at),
  direction: 'inbound',
  status: 'received',
  sentAt: at,
  finalizedAt: at,
});

/** What is billed for a message that is closed: nothing for what failed or was canceled, else every segment, delivered or not. */
export const billedSegments = (message: Message): number =>
  message.status === 'failed' || message.status === 'canceled' ? 0 : message.segments;

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
