import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { environment } from '../../lib/environment/environment.ts';
import { putOnce } from '../../lib/store/put-once.ts';

/** The bucket's client (tests inject faults into its middleware). */
export const s3 = new S3Client({ forcePathStyle: true });
const urlSeconds = 300;

/** The forms of a statement, by the ending of their objects' keys, with their media types. */
export const statementForms = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
} as const;
export type StatementForm = keyof typeof statementForms;

export const isStatementForm = (text: string): text is StatementForm => Object.hasOwn(statementForms, text);

const keyOf = (objectKey: string, form: StatementForm): string => `${objectKey}.${form}`;

/** Writes bytes that must never be over others, and answers what the bucket then holds: ours, or what was there before. */
export async function writeOnce(objectKey: string, form: StatementForm, body: Uint8Array): Promise<Uint8Array> {
  const Key = keyOf(objectKey, form);
  const object = { Bucket: environment().statementsBucket, Key, Body: body, ContentType: statementForms[form] };
  return (await putOnce(s3, object)) === 'put' ? body : readStatementBytes(objectKey, form);
}

/** The same for text. */
export async function writeTextOnce(objectKey: string, form: StatementForm, text: string): Promise<string> {
  return Buffer.from(await writeOnce(objectKey, form, Buffer.from(text, 'utf8'))).toString('utf8');
}

export async function readStatementBytes(objectKey: string, form: StatementForm): Promise<Uint8Array> {
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: environment().statementsBucket, Key: keyOf(objectKey, form) }),
  );
  if (Body === undefined) throw new Error(`The bucket holds nothing under ${keyOf(objectKey, form)}.`);
  return Body.transformToByteArray();
}

/** The same of text. */
export async function readStatementText(objectKey: string, form: StatementForm): Promise<string> {
  return Buffer.from(await readStatementBytes(objectKey, form)).toString('utf8');
}

/** A short-lived URL, for what is larger than a Lambda may answer. */
export const statementUrl = (objectKey: string, form: StatementForm): Promise<string> =>
  getSignedUrl(s3, new GetObjectCommand({ Bucket: environment().statementsBucket, Key: keyOf(objectKey, form) }), {
    expiresIn: urlSeconds,
  });
