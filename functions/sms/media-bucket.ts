import { environment } from '../../lib/environment/environment.ts';

// Few requests need the bucket, and its client is heavy to load.
const bucket = () => import('../../lib/store/bucket.ts');

interface Named {
  readonly accountSid: string;
  readonly messageSid: string;
  readonly sid: string;
}

const placeOf = ({ accountSid, messageSid, sid }: Named) => ({
  Bucket: environment().recordingsBucket,
  Key: `${accountSid}/${messageSid}/${sid}`,
});

/** Keeps a medium; the bucket checks its SHA-256 as it comes. */
export async function keepBytes(media: Named, contentType: string, bytes: Uint8Array): Promise<void> {
  const { keepObject } = await bucket();
  await keepObject(placeOf(media), contentType, bytes);
}

/** A kept medium. */
export async function readBytes(media: Named): Promise<Uint8Array> {
  const { readObject } = await bucket();
  return readObject(placeOf(media));
}

/** A URL under which a kept medium can be had for five minutes. */
export async function signedUrlOf(media: Named): Promise<string> {
  const { signedUrlOf: signed } = await bucket();
  return signed(placeOf(media));
}

/** Erases a kept medium; one that is gone already stays gone. */
export async function eraseBytes(media: Named): Promise<void> {
  const { eraseObject } = await bucket();
  await eraseObject(placeOf(media));
}
