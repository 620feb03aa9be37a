import { createHash } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { environment } from '../../lib/environment/environment.ts';

const urlLastsSeconds = 300;

// The bucket's name in the path: a name in front of the host would need a name server on one machine.
const s3 = new S3Client({ forcePathStyle: true });
const Bucket = () => environment().recordingsBucket;

/** Where a recording's sound lies in the bucket. */
export const mediaKeyOf = ({ accountSid, sid }: { accountSid: string; sid: string }): string =>
  `${accountSid}/${sid}.wav`;

/** Keeps a WAV file and makes sure of it: the bucket checks its SHA-256 as it comes, and is then asked for its size. */
export async function keepMedia(Key: string, bytes: Uint8Array): Promise<void> {
  const ChecksumSHA256 = createHash('sha256').update(bytes).digest('base64');
  await s3.send(
    new PutObjectCommand({ Bucket: Bucket(), Key, Body: bytes, ContentType: 'audio/x-wav', ChecksumSHA256 }),
  );
  const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket: Bucket(), Key }));
  if (ContentLength !== bytes.length) throw new Error(`${Key}: ${ContentLength} of ${bytes.length} bytes were kept`);
}

/** A kept WAV file. */
export async function readMedia(Key: string): Promise<Uint8Array> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: Bucket(), Key }));
  if (Body === undefined) throw new Error(`${Key}: the bucket answered nothing`);
  return Body.transformToByteArray();
}

/** A URL under which a kept WAV file can be had for five minutes. */
export const mediaUrlOf = (Key: string, fileName: string): Promise<string> =>
  getSignedUrl(
    s3,
    new GetObjectCommand({ Bucket: Bucket(), Key, ResponseContentDisposition: `inline; filename="${fileName}"` }),
    { expiresIn: urlLastsSeconds },
  );

/** Erases a kept WAV file; one that is gone already stays gone. */
export async function eraseMedia(Key: string): Promise<void> {
  await s3.send(new DeleteObjectCommand({ Bucket: Bucket(), Key }));
}
