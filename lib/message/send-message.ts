import * as z from 'zod/mini';
import type { Consequence } from '../store/outbox.ts';

/**
 * The input of the action `message.send`: a message that something else asked for, in the transaction in which it
 * happened. Its SID is chosen there, so that the message is sent once however often the action is delivered.
 */
export const SendMessageInput = z.object({
  messageSid: z.string().check(z.regex(/^(SM|MM)[0-9a-f]{32}$/)),
  /** Numbers as whoever asked wrote them; what is no number is refused when the message is admitted. */
  from: z.string(),
  to: z.string(),
  body: z.string(),
  mediaUrls: z.array(z.string()),
  statusCallback: z.optional(z.object({ url: z.string(), method: z.enum(['GET', 'POST']) })),
  /** The SID of the call, message or recording that caused it. */
  causedBy: z.string(),
  /** It confirms an opt-out keyword, and so goes even to who has said STOP. */
  confirmsOptOut: z.optional(z.boolean()),
});
export type SendMessageInput = z.infer<typeof SendMessageInput>;

/** A message to be sent as a consequence of a resource's transition; the function sms admits and sends it. */
export const messageToSend = (input: SendMessageInput): Consequence => ({
  queue: 'sms',
  action: 'message.send',
  input,
});
