import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { keyFor } from './data-key.ts';

const nonceBytes = 12;
const tagBytes = 16;

/** Seals a secret for the table (AES-256-GCM). `owner` is bound to it: what is sealed for one opens for no other. */
export async function seal(secret: string, owner: string): Promise<string> {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', await keyFor('secret'), nonce).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return sealed.toString('base64');
}

/** Opens what `seal` sealed for the same owner. Throws when it was altered or is another's. */
export async function open(sealed: string, owner: string): Promise<string> {
  const bytes = Buffer.from(sealed, 'base64');
  const nonce = bytes.subarray(0, nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', await keyFor('secret'), nonce)
    .setAAD(Buffer.from(owner))
    .setAuthTag(bytes.subarray(bytes.length - tagBytes));
  const secret = Buffer.concat([
    decipher.update(bytes.subarray(nonceBytes, bytes.length - tagBytes)),
    decipher.final(),
  ]);
  return secret.toString('utf8');
}

/** A new auth token or key secret: 32 hexadecimal digits. */
export const newSecret = (): string => randomBytes(16).toString('hex');

/** What is kept of a secret that nobody need read again. A plain hash does: the secret itself is 128 random bits. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
