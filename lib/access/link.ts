import { createHmac } from 'node:crypto';
import { keyFor } from './data-key.ts';
import { sameSecret } from './same-secret.ts';

const stateBytesMax = 4_096;
const macBytes = 16;

/** What a link of ours carries: whatever its reader needs to go on without a look-up. */
export type LinkState = { readonly [name: string]: string | number | boolean | undefined };

/**
 * Seals a state: the value of a link's `link` parameter, the state and its HMAC in base64url. A carrier brings it
 * back; it can be neither forged nor altered. Throws above 4 KB.
 */
export type SealLink = (state: LinkState) => string;

/** The platform's own seal, ready for use. */
export async function linkSeal(): Promise<SealLink> {
  const key = await keyFor('link');
  return (state) => {
    const text = Buffer.from(JSON.stringify(state)).toString('base64url');
    if (text.length > stateBytesMax)
      throw new Error(`A link's state of ${text.length} bytes: ${stateBytesMax} at most`);
    return `${text}.${macOf(key, text).toString('base64url')}`;
  };
}

/** The state of a link that the platform sealed; undefined for anything else. */
export async function openLink(link: string | undefined): Promise<LinkState | undefined> {
  const [text, signature, ...rest] = (link ?? '').split('.');
  if (text === undefined || signature === undefined || rest.length > 0 || text.length > stateBytesMax) return undefined;
  const given = Buffer.from(signature, 'base64url');
  const expected = macOf(await keyFor('link'), text);
  if (!sameSecret(given, expected)) return undefined;
  return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
}

const macOf = (key: Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest().subarray(0, macBytes);
