import * as z from 'zod/mini';
import type { FoundMessage, SoughtMessage } from '../carrier.ts';
import { send } from './request.ts';
import type { Upstream } from './upstream.ts';
import { messageStatuses } from './webhook.ts';

/** So many of the newest between two numbers are looked at. */
const pageSize = 100;

const Listed = z.object({
  messages: z.array(
    z.object({
      sid: z.string(),
      body: z.nullable(z.string()),
      direction: z.string(),
      status: z.string(),
      date_created: z.string(),
      error_code: z.optional(z.nullable(z.number())),
    }),
  ),
});

/** Messages that were sent from a number to another with the very same text, oldest first. */
export async function findMessages(upstream: Upstream, { from, to, body }: SoughtMessage): Promise<FoundMessage[]> {
  const form = { From: from, To: to, PageSize: String(pageSize) };
  const response = await send(upstream, 'GET', '/Messages.json', form);
  const { messages } = Listed.parse(await response.json());
  return messages
    .filter((message) => message.direction.startsWith('outbound') && message.body === body)
    .map((message) => ({
      reference: { carrier: 'twilio', account: upstream.accountSid, id: message.sid },
      // What Twilio has more (`accepted`, `scheduled`) are kinds of waiting.
      status: messageStatuses.find((status) => status === message.status) ?? 'queued',
      errorCode: message.error_code ?? undefined,
      createdAt: Date.parse(message.date_created),
    }))
    .sort((one, other) => one.createdAt - other.createdAt);
}
