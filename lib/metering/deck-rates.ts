import { createHash } from 'node:crypto';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { environment } from '../environment/environment.ts';
import { type DeckRate, type DeckRateInput, DeckRateSchema } from '../rating/price-schema.ts';
import { putOnce } from '../store/put-once.ts';

const s3 = new S3Client({ forcePathStyle: true });
const DeckRates = z.array(DeckRateSchema);

/** Where a deck's rates lie in the bucket of statements, which keeps what bills are made of. */
export type KeptRates = { readonly objectKey: string; readonly sha256: string };

/** Puts a deck's rates into the bucket, under the hash of their bytes: whoever puts the same again changes nothing. */
export async function putDeckRates(deck: string, rates: readonly DeckRateInput[]): Promise<KeptRates> {
  const text = JSON.stringify(rates);
  const sha256 = hashOf(text);
  const objectKey = `decks/${deck}/${sha256}.json`;
  const Bucket = environment().statementsBucket;
  await putOnce(s3, { Bucket, Key: objectKey, Body: text, ContentType: 'application/json' });
  return { objectKey, sha256 };
}

/** A deck's rates. Throws when their bytes are not those that were stored. */
export async function readDeckRates(objectKey: string, sha256: string): Promise<DeckRate[]> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: environment().statementsBucket, Key: objectKey }));
  const text = await Body?.transformToString('utf8');
  if (text === undefined || hashOf(text) !== sha256)
    throw new Error(`The deck in ${objectKey} is not what was stored.`);
  return DeckRates.parse(JSON.parse(text));
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
