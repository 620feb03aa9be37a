import { signal } from '@preact/signals';
import * as z from 'zod/mini';
import { shaped } from '../api.ts';

/** Where the simulated phones are played: the page is told on one machine only. */
export const controlUrl = document.querySelector<HTMLMetaElement>('meta[name=phones-control]')?.content;

/** Whether the phone is in sight. */
export const isPhoneOpen = signal(false);

/** A call as its phone has it. `inbound` is from the phone to the platform. */
export const PhoneCall = z.object({
  sid: z.string(),
  direction: z.string(),
  from: z.string(),
  to: z.string(),
  status: z.string(),
  seconds: z.number(),
});
export type PhoneCall = z.infer<typeof PhoneCall>;

export const Text = z.object({ sid: z.string(), from: z.string(), to: z.string(), body: z.string(), at: z.string() });
export type Text = z.infer<typeof Text>;

/** What was said in a call: by the platform, by this phone, by another party. */
export const Entry = z.object({ from: z.enum(['carrier', 'phone', 'other']), text: z.string() });
export type Entry = z.infer<typeof Entry>;

export const Transcript = z.object({
  entries: z.array(Entry),
  next: z.number(),
  status: z.string(),
  ended: z.boolean(),
});

const Reason = z.object({ error: z.string() });

/** Asks the simulated carrier. Throws an Error with its reason. */
export async function control<Schema extends z.ZodMiniType>(
  schema: Schema,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  { body, signal: until }: { readonly body?: unknown; readonly signal?: AbortSignal } = {},
): Promise<z.infer<Schema>> {
  const response = await fetch(`${controlUrl}${path}`, {
    method,
    credentials: 'omit',
    body: body === undefined ? null : JSON.stringify(body),
    ...(until && { signal: until }),
  });
  if (!response.ok) throw new Error((await shaped(Reason, response)).error);
  return shaped(schema, response);
}
