import { environment } from '../../lib/environment/environment.ts';

// Most requests need no bucket, and its client is heavy to load.
const bucket = () => import('../../lib/store/bucket.ts');

/** The forms of a statement, by the ending of their objects' keys, with their media types. */
export const statementForms = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
} as const;
export type StatementForm = keyof typeof statementForms;

export const isStatementForm = (text: string): text is StatementForm => Object.hasOwn(statementForms, text);

/** Where a form lies. */
export const placeOf = (objectKey: string, form: StatementForm) => ({
  Bucket: environment().statementsBucket,
  Key: `${objectKey}.${form}`,
});

/** Writes bytes that must never be over others, and answers what the bucket then holds: ours, or what was there before. */
export async function writeOnce(objectKey: string, form: StatementForm, body: Uint8Array): Promise<Uint8Array> {
  const { putOnce } = await bucket();
  const object = { ...placeOf(objectKey, form), Body: body, ContentType: statementForms[form] };
  return (await putOnce(object)) === 'put' ? body : readStatementBytes(objectKey, form);
}

/** The same for text. */
export async function writeTextOnce(objectKey: string, form: StatementForm, text: string): Promise<string> {
  return Buffer.from(await writeOnce(objectKey, form, Buffer.from(text, 'utf8'))).toString('utf8');
}

/** What the bucket holds under a key. Throws where that is nothing. */
export async function readStatementBytes(objectKey: string, form: StatementForm): Promise<Uint8Array> {
  const { readObject } = await bucket();
  return readObject(placeOf(objectKey, form));
}

/** How many bytes an object has, which are not read. */
export async function sizeOf(objectKey: string, form: StatementForm): Promise<number> {
  const { sizeOf: bytesOf } = await bucket();
  return (await bytesOf(placeOf(objectKey, form))) ?? 0;
}

/** The same of text. */
export async function readStatementText(objectKey: string, form: StatementForm): Promise<string> {
  return Buffer.from(await readStatementBytes(objectKey, form)).toString('utf8');
}

/** A short-lived URL, for what is larger than a Lambda may answer. */
export async function statementUrl(objectKey: string, form: StatementForm): Promise<string> {
  const { signedUrlOf } = await bucket();
  return signedUrlOf(placeOf(objectKey, form));
}
