import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Compares secrets, signatures and credentials in constant time, whatever their lengths: digests are compared. Nothing else
 * compares them (a rule of test/unit/tidy).
 */
export const sameSecret = (given: string | Buffer, expected: string | Buffer): boolean =>
  timingSafeEqual(digest(given), digest(expected));

const digest = (secret: string | Buffer): Buffer => createHash('sha256').update(secret).digest();
