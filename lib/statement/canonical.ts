import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** JSON values without numbers that could lose digits: quantities and amounts are decimal text. */
export type Document = string | number | boolean | null | readonly Document[] | { readonly [name: string]: Document };

/** Canonical JSON (RFC 8785): the same document always has the same bytes. Throws on numbers that are not whole. */
export function canonicalJson(document: Document): string {
  assertWhole(document);
  const text = canonicalize(document);
  if (text === undefined) throw new TypeError('There is no JSON for nothing.');
  return text;
}

function assertWhole(document: Document): void {
  if (typeof document === 'number' && !Number.isSafeInteger(document))
    throw new RangeError(`${document} is not whole.`);
  if (typeof document === 'object' && document !== null) for (const part of Object.values(document)) assertWhole(part);
}

/** SHA-256 as 64 hexadecimal digits. */
export const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
