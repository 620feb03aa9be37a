import { createHmac, randomBytes } from 'node:crypto';

/** The two letters that tell what a SID names, as Twilio has them. */
export type SidPrefix =
  | 'AC'
  | 'AP'
  | 'BR'
  | 'CA'
  | 'CF'
  | 'CR'
  | 'IM'
  | 'ME'
  | 'MM'
  | 'MZ'
  | 'NO'
  | 'PN'
  | 'QU'
  | 'RC'
  | 'RE'
  | 'SK'
  | 'SM'
  | 'TR'
  | 'TU'
  | 'UT';

/** A SID: two letters and 32 hexadecimal digits. SIDs carry no order. */
export type Sid<Prefix extends SidPrefix = SidPrefix> = `${Prefix}${string}`;

/** A random SID, for what we create. */
export const newSid = <Prefix extends SidPrefix>(prefix: Prefix): Sid<Prefix> =>
  `${prefix}${randomBytes(16).toString('hex')}`;

/**
 * The SID of what a carrier created: always the same for the same carrier's id, so that a repeated webhook names
 * the same resource; without the key nobody can work it out. `parts`: carrier, upstream account, carrier's id.
 */
export function sidOf<Prefix extends SidPrefix>(prefix: Prefix, key: Buffer, parts: readonly string[]): Sid<Prefix> {
  const mac = createHmac('sha256', key)
    .update(JSON.stringify([prefix, ...parts]))
    .digest('hex');
  return `${prefix}${mac.slice(0, 32)}`;
}

/** Whether a text is a SID of that kind. */
export const isSid = <Prefix extends SidPrefix>(prefix: Prefix, text: string): text is Sid<Prefix> =>
  text.length === 34 && text.startsWith(prefix) && /^[0-9a-f]{32}$/.test(text.slice(2));
