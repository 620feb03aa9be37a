import { createHash } from 'node:crypto';
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  NoSuchKey,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { sha256 } from '../../lib/statement/canonical.ts';
import { s3 } from '../../lib/store/bucket.ts';
import { placeOf, type StatementForm, statementForms, writeTextOnce } from './statement-bytes.ts';

/** All parts of an upload but its last are so large at least (S3). */
const partBytesMin = 5 * 1_024 * 1_024;

/** A statement's CSV as far as it is made: what is uploaded, and text for the next part. Plain values, so that it can be gone on with. */
export type CsvSoFar = {
  text: string;
  upload?: { readonly id: string; readonly parts: CompletedPart[] };
  /** It was completed before by a run that was killed then. */
  stands?: boolean;
};

/** The upload is not there any more, and neither is what it was for: the CSV has to be made anew. */
export class UploadGone extends Error {}

/** Adds text, which is uploaded as a part once there is enough of it. */
export async function addToCsv(objectKey: string, csv: CsvSoFar, text: string): Promise<void> {
  csv.text += text;
  if (csv.stands === true || Buffer.byteLength(csv.text) < partBytesMin) return;
  csv.upload ??= { id: await beginUpload(objectKey), parts: [] };
  await uploadPart(objectKey, csv, csv.upload);
}

/** Adds the last text, and makes the object stand, never over another one. Answers the SHA-256 of what the bucket holds then. */
export async function endCsv(objectKey: string, csv: CsvSoFar, text: string): Promise<string> {
  csv.text += text;
  const { upload } = csv;
  if (upload === undefined) return sha256(await writeTextOnce(objectKey, 'csv', csv.text));
  if (csv.stands !== true) await uploadPart(objectKey, csv, upload);
  if (csv.stands !== true) await completeUpload(objectKey, csv, upload);
  const hash = await hashOfCsv(objectKey);
  if (hash === undefined) throw new UploadGone(`${objectKey}.csv is not in the bucket.`);
  return hash;
}

const targetOf = (objectKey: string) => placeOf(objectKey, 'csv');

async function beginUpload(objectKey: string): Promise<string> {
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({ ...targetOf(objectKey), ContentType: statementForms.csv }),
  );
  if (UploadId === undefined) throw new Error(`The upload of ${objectKey}.csv has no name.`);
  return UploadId;
}

/** A part that was uploaded before has the same bytes: it is uploaded over itself. */
async function uploadPart(objectKey: string, csv: CsvSoFar, { id, parts }: NonNullable<CsvSoFar['upload']>) {
  const PartNumber = parts.length + 1;
  const part = { ...targetOf(objectKey), UploadId: id, PartNumber, Body: Buffer.from(csv.text, 'utf8') };
  const sent = await orStands(objectKey, csv, () => s3.send(new UploadPartCommand(part)));
  csv.text = '';
  if (sent === undefined) return;
  const { ETag, ChecksumCRC32 } = sent;
  parts.push({
    PartNumber,
    ...(ETag !== undefined && { ETag }),
    ...(ChecksumCRC32 !== undefined && { ChecksumCRC32 }),
  });
}

const completeUpload = (objectKey: string, csv: CsvSoFar, { id, parts }: NonNullable<CsvSoFar['upload']>) =>
  orStands(objectKey, csv, () =>
    s3.send(
      new CompleteMultipartUploadCommand({
        ...targetOf(objectKey),
        UploadId: id,
        MultipartUpload: { Parts: parts },
        IfNoneMatch: '*',
      }),
    ),
  );

const gone = new Set(['NoSuchUpload', 'InvalidPart', 'PreconditionFailed']);

/** Sends a request of the upload. Where that is over since the object stands, it stands; where it does not, the upload is gone. */
async function orStands<Sent>(objectKey: string, csv: CsvSoFar, send: () => Promise<Sent>): Promise<Sent | undefined> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof S3ServiceException && gone.has(error.name))) throw error;
    if ((await hashOfCsv(objectKey)) === undefined) throw new UploadGone(`${objectKey}.csv: ${error.name}`);
    csv.stands = true;
    return undefined;
  }
}

/** The SHA-256 of the CSV in the bucket, read a piece at a time; undefined where there is none. */
async function hashOfCsv(objectKey: string): Promise<string | undefined> {
  return hashOfObject(objectKey, 'csv');
}

/** The SHA-256 of an object of a statement, read a piece at a time; undefined where there is none. */
export async function hashOfObject(objectKey: string, form: StatementForm): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    const { Body } = await s3.send(new GetObjectCommand(placeOf(objectKey, form)));
    if (Body === undefined) return undefined;
    for await (const piece of Body as AsyncIterable<Uint8Array>) hash.update(piece);
    return hash.digest('hex');
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
