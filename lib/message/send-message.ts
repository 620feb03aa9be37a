import * as z from 'zod/mini';
import type { Consequence } from '../store/outbox.ts';

/**
 * The input of the action `message.send`: a message that something else asked for, in the transaction in which it
 * happened. Its SID is chosen there, so that the message is sent once however often the action is delivered.
 */
export const SendMessageInput = z.object({
  /** `SM` or, with media, `MM`: newSid where the asker is asked once, derived from the cause where it may be asked again. */
  sid: z.string().check(z.regex(/^(SM|MM)[0-9a-f]{32}$/)),
  /** Whose turn it was: a program's answer to a message, a call's TwiML, event application logic. */
  direction: z.enum(['outbound-reply', 'outbound-call', 'outbound-api']),
  from: z.string(),
  to: z.string(),
  body: z.string(),
  mediaUrls: z.array(z.string()),
  statusCallback: z.optional(z.object({ url: z.string(), method: z.enum(['GET', 'POST']) })),
  /** The SID of the call, message or recording that caused it. */
  causedBy: z.string(),
});
export type SendMessageInput = z.infer<typeof SendMessageInput>;

/** A message to be sent as a consequence of a resource's transition; the function sms checks and sends it. */
export const sendMessage = (input: SendMessageInput): Consequence => ({ queue: 'sms', action: 'message.send', input });
