import { createHash, randomBytes } from 'node:crypto';

/** Makes SIDs and other tokens: two letters (or none) and 32 hexadecimal digits. */
export type SidSource = (prefix: string) => string;

/** Random ones, or with a seed the same ones in the same order every time. */
export function sidSource(seed: string | undefined): SidSource {
  if (seed === undefined) return (prefix) => prefix + randomBytes(16).toString('hex');
  let count = 0;
  return (prefix) => {
    count += 1;
    return prefix + createHash('sha256').update(`${seed}/${prefix}/${count}`).digest('hex').slice(0, 32);
  };
}

/** Numbers from 0 to below 1, always the same for a seed (mulberry32 over the seed's hash). */
export function randomSource(seed: string): () => number {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
