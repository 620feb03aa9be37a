import * as z from 'zod/mini';
import { commonSettings, type MicroService } from '../../lib/access/micro-service.ts';
import type { Meter } from '../../lib/metering/meter.ts';

const segments = (direction: string): Meter => ({
  name: `sms-${direction}`,
  unit: 'segment',
  countUnit: 'messages',
  usageUnit: 'segments',
  description: direction === 'inbound' ? 'Inbound SMS' : 'Outbound SMS',
  sumOf: 'sms',
  refusable: direction === 'outbound',
});
const messages = (direction: string): Meter => ({
  name: `mms-${direction}`,
  unit: 'message',
  countUnit: 'messages',
  usageUnit: 'messages',
  description: direction === 'inbound' ? 'Inbound MMS' : 'Outbound MMS',
  sumOf: 'mms',
  refusable: direction === 'outbound',
});

/** Twilio's alphabet of sender ids; one has a letter at least. */
export const senderIdPattern = /^(?=.*[A-Za-z])[A-Za-z0-9 +&_-]{1,11}$/;

const optOutText = (builtIn: string) => z._default(z.string().check(z.maxLength(1_600)), builtIn);

/** Messages a second of one sender; 0: as fast as they come. */
const rate = () =>
  z.number().check(z.refine((a) => a === 0 || (a >= 0.01 && a <= 1_000), 'must be 0 or from 0.01 to 1000'));

/** Messages in and out, with media, and what carriers report of them. */
export const sms = {
  name: 'sms',
  resource: 'message',
  description: 'Sends and receives text messages and media',
  settings: z.strictObject({
    ...commonSettings,
    /** Prefixes in E.164 that messages may go to; empty: all. Premium rates and satellite phones must be named: `+1900`, `+881`. */
    AllowedDestinations: z._default(
      z.array(z.string().check(z.regex(/^\+[1-9]\d{0,14}$/))).check(z.maxLength(500)),
      [],
    ),
    /** Sender ids that the account may send from beside its numbers, as they are written. */
    AlphanumericSenders: z._default(z.array(z.string().check(z.regex(senderIdPattern))).check(z.maxLength(100)), []),
    /** What is answered to STOP, START and HELP where the carrier does not answer by itself; empty: nothing. */
    StopConfirmation: optOutText(
      'You are unsubscribed and get no more messages from this number. Reply START to subscribe again.',
    ),
    StartConfirmation: optOutText(
      'You are subscribed again to messages from this number. Reply HELP for help, STOP to unsubscribe.',
    ),
    HelpText: optOutText('Reply STOP to unsubscribe, START to subscribe again. Message and data rates may apply.'),
    /** What each sender of the account may send a second; what is above waits for its slot. */
    MessagesPerSecond: z._default(rate(), 0),
    /** The same for single senders, by number in E.164 or sender id. */
    MessagesPerSecondOf: z._default(z.record(z.string().check(z.minLength(1), z.maxLength(16)), rate()), {}),
  }),
  meters: [segments('inbound'), segments('outbound'), messages('inbound'), messages('outbound')],
  events: ['message.received', 'message.sent', 'message.delivered', 'message.failed'],
  actions: ['message.send'],
  subresources: { messages: '/Messages.json' },
} as const satisfies MicroService;
