import { PutObjectCommand, type PutObjectCommandInput, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';

/** Puts an object that must never be over another one (`if-none-match: *`); answers whether it was there before. */
export async function putOnce(
  s3: S3Client,
  object: Omit<PutObjectCommandInput, 'IfNoneMatch'>,
): Promise<'put' | 'was there'> {
  try {
    await s3.send(new PutObjectCommand({ ...object, IfNoneMatch: '*' }));
    return 'put';
  } catch (error) {
    if (error instanceof S3ServiceException && error.name === 'PreconditionFailed') return 'was there';
    throw error;
  }
}
