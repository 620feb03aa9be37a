import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { environment } from '../environment/environment.ts';
import { type DeckRate, type DeckRateInput, DeckRateSchema } from '../rating/price-schema.ts';

// Most plans need no deck, and the bucket's client is heavy to load.
const bucket = () => import('../store/bucket.ts');
const DeckRates = z.array(DeckRateSchema);

/** Where a deck's rates lie in the bucket of statements, which keeps what bills are made of. */
export type KeptRates = { readonly objectKey: string; readonly sha256: string };

/** Puts a deck's rates into the bucket, under the hash of their bytes: whoever puts the same again changes nothing. */
export async function putDeckRates(deck: string, rates: readonly DeckRateInput[]): Promise<KeptRates> {
  const text = JSON.stringify(rates);
  const sha256 = hashOf(text);
  const objectKey = `decks/${deck}/${sha256}.json`;
  const Bucket = environment().statementsBucket;
  const { putOnce } = await bucket();
  await putOnce({ Bucket, Key: objectKey, Body: text, ContentType: 'application/json' });
  return { objectKey, sha256 };
}

/** A deck's rates. Throws when their bytes are not those that were stored. */
export async function readDeckRates(objectKey: string, sha256: string): Promise<DeckRate[]> {
  const { readObject } = await bucket();
  const text = Buffer.from(await readObject({ Bucket: environment().statementsBucket, Key: objectKey })).toString(
    'utf8',
  );
  if (hashOf(text) !== sha256) throw new Error(`The deck in ${objectKey} is not what was stored.`);
  return DeckRates.parse(JSON.parse(text));
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
