import type { Use } from '../../lib/metering/usage-event.ts';
import { billedSegments, type Message } from './message.ts';
import { sms } from './micro-service.ts';

/** `sms` is billed by the segment, `mms` by the message. */
export const meterOf = ({ direction, mediaCount }: Message): string =>
  `${mediaCount > 0 ? 'mms' : 'sms'}-${direction === 'inbound' ? 'inbound' : 'outbound'}`;

/** What is metered for a message that is closed; `undefined` while it is not, and for one that was canceled. */
export function useOf(message: Message): Use | undefined {
  if (message.finalizedAt === undefined || message.status === 'canceled') return undefined;
  return {
    ...useIfSent(message),
    sequence: 0,
    quantity: unitsOf(message, billedSegments(message)),
    finalizedAt: message.finalizedAt,
    configurationVersion: message.configurationVersion,
  };
}

/** The same of one that is not closed yet, should it be sent. */
export const useIfSent = (message: Message) => ({
  microService: sms.name,
  meter: meterOf(message),
  resourceSid: message.sid,
  quantity: unitsOf(message, message.segments),
  ...farAndNearEnd(message),
  startedAt: message.createdAt,
});

const unitsOf = ({ mediaCount }: Message, segments: number): bigint =>
  BigInt(mediaCount > 0 ? Math.min(segments, 1) : segments);

/** Decks price by the far end: who gets what is sent, who sent what comes in. */
const farAndNearEnd = ({ direction, from, to }: Message) =>
  direction === 'inbound' ? { destination: from, origin: to } : { destination: to, origin: from };
