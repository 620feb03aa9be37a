import * as z from 'zod/mini';
import type { CarrierReference, FetchedTranscription } from '../carrier.ts';
import { send } from './request.ts';
import type { Upstream } from './upstream.ts';

const Fetched = z.object({
  status: z.enum(['in-progress', 'completed', 'failed']),
  transcription_text: z.nullable(z.string()),
  duration: z.nullable(z.string().check(z.regex(/^\d{1,9}$/))),
});

/** Reads a transcription's resource (OpenAPI: FetchTranscription): its webhook does not tell how long the sound was. */
export async function fetchTranscription(upstream: Upstream, { id }: CarrierReference): Promise<FetchedTranscription> {
  const response = await send(upstream, 'GET', `/Transcriptions/${id}.json`);
  const { status, transcription_text, duration } = Fetched.parse(await response.json());
  return { status, text: transcription_text ?? '', durationSeconds: Number(duration ?? 0) };
}

/** Deletes a transcription (OpenAPI: DeleteTranscription). */
export async function deleteTranscription(upstream: Upstream, { id }: CarrierReference): Promise<void> {
  await send(upstream, 'DELETE', `/Transcriptions/${id}.json`);
}
