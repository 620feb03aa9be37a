import { environment } from '../../lib/environment/environment.ts';

// Few requests need the bucket, and its client is heavy to load.
const bucket = () => import('../../lib/store/bucket.ts');
const placeOf = (Key: string) => ({ Bucket: environment().recordingsBucket, Key });

/** Where a recording's sound lies in the bucket. */
export const mediaKeyOf = ({ accountSid, sid }: { accountSid: string; sid: string }): string =>
  `${accountSid}/${sid}.wav`;

/** Keeps a WAV file and makes sure of it: the bucket checks its SHA-256 as it comes, and is then asked for its size. */
export async function keepMedia(key: string, bytes: Uint8Array): Promise<void> {
  const { keepObject, sizeOf } = await bucket();
  await keepObject(placeOf(key), 'audio/x-wav', bytes);
  const kept = await sizeOf(placeOf(key));
  if (kept !== bytes.length) throw new Error(`${key}: ${kept} of ${bytes.length} bytes were kept`);
}

/** A kept WAV file. */
export async function readMedia(key: string): Promise<Uint8Array> {
  const { readObject } = await bucket();
  return readObject(placeOf(key));
}

/** A URL under which a kept WAV file can be had for five minutes. */
export async function mediaUrlOf(key: string, fileName: string): Promise<string> {
  const { signedUrlOf } = await bucket();
  return signedUrlOf({ ...placeOf(key), ResponseContentDisposition: `inline; filename="${fileName}"` });
}

/** Erases a kept WAV file; one that is gone already stays gone. */
export async function eraseMedia(key: string): Promise<void> {
  const { eraseObject } = await bucket();
  await eraseObject(placeOf(key));
}
