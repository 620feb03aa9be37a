import type { Use } from '../../lib/metering/usage-event.ts';
import { billedSegments, type Message } from './message.ts';
import { sms } from './micro-service.ts';

/** `sms` is billed by the segment, `mms` by the message. */
const meterOf = ({ direction, mediaCount }: Message): string =>
  `${mediaCount > 0 ? 'mms' : 'sms'}-${direction === 'inbound' ? 'inbound' : 'outbound'}`;

/** What is metered for a message that is closed; `undefined` while it is not, and for one that was canceled. */
export function useOf(message: Message): Use | undefined {
  if (message.finalizedAt === undefined || message.status === 'canceled') return undefined;
  const segments = billedSegments(message);
  return {
    microService: sms.name,
    meter: meterOf(message),
    resourceSid: message.sid,
    sequence: 0,
    quantity: BigInt(message.mediaCount > 0 ? Math.min(segments, 1) : segments),
    ...farAndNearEnd(message),
    startedAt: message.createdAt,
    finalizedAt: message.finalizedAt,
    configurationVersion: message.configurationVersion,
  };
}

/** Decks price by the far end: who gets what is sent, who sent what comes in. */
const farAndNearEnd = ({ direction, from, to }: Message) =>
  direction === 'inbound' ? { destination: from, origin: to } : { destination: to, origin: from };
