import { createHash } from 'node:crypto';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { environment } from '../../lib/environment/environment.ts';

const urlLastsSeconds = 300;

// The bucket's name in the path: a name in front of the host would need a name server on one machine.
const s3 = new S3Client({ forcePathStyle: true });

interface Named {
  readonly accountSid: string;
  readonly messageSid: string;
  readonly sid: string;
}

const objectOf = ({ accountSid, messageSid, sid }: Named) => ({
  Bucket: environment().recordingsBucket,
  Key: `${accountSid}/${messageSid}/${sid}`,
});

/** Keeps a medium; the bucket checks its SHA-256 as it comes. */
export async function keepBytes(media: Named, contentType: string, bytes: Uint8Array): Promise<void> {
  const ChecksumSHA256 = createHash('sha256').update(bytes).digest('base64');
  await s3.send(new PutObjectCommand({ ...objectOf(media), Body: bytes, ContentType: contentType, ChecksumSHA256 }));
}

/** A kept medium. */
export async function readBytes(media: Named): Promise<Uint8Array> {
  const { Body } = await s3.send(new GetObjectCommand(objectOf(media)));
  if (Body === undefined) throw new Error(`${media.sid}: the bucket answered nothing`);
  return Body.transformToByteArray();
}

/** A URL under which a kept medium can be had for five minutes. */
export const signedUrlOf = (media: Named): Promise<string> =>
  getSignedUrl(s3, new GetObjectCommand(objectOf(media)), { expiresIn: urlLastsSeconds });

/** Erases a kept medium; one that is gone already stays gone. */
export async function eraseBytes(media: Named): Promise<void> {
  await s3.send(new DeleteObjectCommand(objectOf(media)));
}
