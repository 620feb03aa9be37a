import type * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, bytes, redirect } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { mediaUrlOf, readMedia } from './bucket.ts';
import type { NamedRecording } from './fetch-recording.ts';
import { findRecording } from './find-recording.ts';

// A Lambda answers 6 MB at most, and bytes go out in base64, which is a third longer.
const answeredBytesMax = 4_000_000;

type Request = TenantRequest<z.infer<typeof NamedRecording>>;

/**
 * A recording's sound as a WAV file; a long one from a short-lived URL of the bucket. Until it is copied from the
 * carrier there is none: the callback `completed` tells when there is.
 */
export async function playRecording(request: Request): Promise<Answer | Refusal> {
  const recording = await findRecording(request);
  if (isRefusal(recording)) return recording;
  const { sid, mediaKey, mediaBytes } = recording;
  if (mediaKey === undefined || mediaBytes === undefined) return refuse(20404, `${request.uri.path} (no sound yet)`);
  if (mediaBytes > answeredBytesMax) return redirect(await mediaUrlOf(mediaKey, `${sid}.wav`));
  return bytes('audio/x-wav', await readMedia(mediaKey));
}

/** A recording's sound as MP3 is refused, and the refusal says what there is. */
export async function refuseMp3(request: Request): Promise<Answer | Refusal> {
  const recording = await findRecording(request);
  if (isRefusal(recording)) return recording;
  return refuse(20406, `MP3 is not made here; ask for ${recording.sid}.wav`);
}
