import { createHash } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

const urlLastsSeconds = 300;

/**
 * The buckets' client (tests inject faults into its middleware). It is heavy: who needs a bucket in some requests only imports
 * this file in these. The bucket's name in the path: a name in front of the host would need a name server on one machine.
 */
export const s3 = new S3Client({ forcePathStyle: true });

/** Where an object lies. */
export type Place = { readonly Bucket: string; readonly Key: string };

/** Keeps bytes; the bucket checks their SHA-256 as they come. */
export async function keepObject(place: Place, ContentType: string, bytes: Uint8Array): Promise<void> {
  const ChecksumSHA256 = createHash('sha256').update(bytes).digest('base64');
  await s3.send(new PutObjectCommand({ ...place, Body: bytes, ContentType, ChecksumSHA256 }));
}

/** Puts an object that must never be over another one (`if-none-match: *`); answers whether it was there before. */
export async function putOnce(object: Omit<PutObjectCommandInput, 'IfNoneMatch'>): Promise<'put' | 'was there'> {
  try {
    await s3.send(new PutObjectCommand({ ...object, IfNoneMatch: '*' }));
    return 'put';
  } catch (error) {
    if (error instanceof S3ServiceException && error.name === 'PreconditionFailed') return 'was there';
    throw error;
  }
}

/** An object's bytes. Throws where there is none (`isMissing`). */
export async function readObject(place: Place): Promise<Uint8Array> {
  const { Body } = await s3.send(new GetObjectCommand(place));
  if (Body === undefined) throw new Error(`The bucket answered nothing for ${place.Key}.`);
  return Body.transformToByteArray();
}

/** Whether reading failed because there is no such object. */
export const isMissing = (error: unknown): boolean => error instanceof NoSuchKey;

/** How many bytes an object has. */
export async function sizeOf(place: Place): Promise<number | undefined> {
  const { ContentLength } = await s3.send(new HeadObjectCommand(place));
  return ContentLength;
}

/** A URL under which an object can be had for five minutes. */
export const signedUrlOf = (object: GetObjectCommandInput): Promise<string> =>
  getSignedUrl(s3, new GetObjectCommand(object), { expiresIn: urlLastsSeconds });

/** Erases an object; one that is gone already stays gone. */
export async function eraseObject(place: Place): Promise<void> {
  await s3.send(new DeleteObjectCommand(place));
}
