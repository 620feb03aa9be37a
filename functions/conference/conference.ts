import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { map } from 'dynamodb-toolbox/schema/map';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { resourceAttributes } from '../../lib/store/resource.ts';

/** A conference. Its SID follows from the carrier's id. Times in epoch milliseconds. */
export const conferenceSchema = item({
  ...resourceAttributes,
  status: string().enum('init', 'in-progress', 'completed'),
  /** The room, as its program calls it. */
  friendlyName: string(),
  /** By the carrier's clock. */
  startedAt: number().optional(),
  endedAt: number().optional(),
  /** When its end was heard here. */
  endHeardAt: number().optional(),
  endedBecause: string().optional(),
  endedByCallSid: string().optional(),
  /** The first participant's wishes, which alone count: whom to tell, and of which of Twilio's events. */
  callback: map({
    url: string(),
    method: string().enum('GET', 'POST'),
    events: list(string()),
  }).optional(),
  /** Counts what was told: the callbacks' SequenceNumber. */
  callbacksSent: number(),
  /** Numbers of the carrier's events that were heard. */
  heard: list(map({ from: number(), to: number() })),
  /** Counts its uses, where the carrier does not number its events. */
  usesCount: number(),
});

const order = ['init', 'in-progress', 'completed'] as const;
export type ConferenceStatus = (typeof order)[number];

/** The later of two statuses: a conference never moves backwards, whatever is heard late. */
export const laterOf = (left: ConferenceStatus, right: ConferenceStatus): ConferenceStatus =>
  order.indexOf(left) >= order.indexOf(right) ? left : right;
