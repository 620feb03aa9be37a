import * as z from 'zod/mini';
import type { Consequence, OutboxEntry } from '../store/outbox.ts';

/** The input of the action `callback.send`: what to tell a tenant's program, and where. */
const Callback = z.object({
  url: z.string(),
  method: z.enum(['GET', 'POST']),
  parameters: z.record(z.string(), z.string()),
});
export type Callback = Readonly<z.infer<typeof Callback>>;

/** What an outbox entry of that action says; throws on any other. */
export const callbackOf = ({ input }: Pick<OutboxEntry, 'input'>): Callback => Callback.parse(input);

/** An event callback as a consequence of a resource's transition; the function callback sends it. */
export const callback = ({ url, method, parameters }: Callback): Consequence => ({
  queue: 'callback',
  action: 'callback.send',
  input: { url, method, parameters },
});
