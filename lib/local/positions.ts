import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How far a consumer has read each shard of the stream: the last sequence number that is done with. */
export type Positions = {
  of(shardId: string): string | undefined;
  /** Kept before it returns, so that after a kill nothing is lost; what came after it comes again. */
  save(shardId: string, sequenceNumber: string): void;
};

/** The positions of a consumer, in a file of its own below a directory; without a directory, in memory. */
export function positionsOf(consumer: string, directory: string | undefined): Positions {
  const file = directory === undefined ? undefined : join(directory, `${consumer}.json`);
  const known = file !== undefined && existsSync(file) ? readPositions(file) : new Map<string, string>();
  if (directory !== undefined) mkdirSync(directory, { recursive: true });
  return {
    of: (shardId) => known.get(shardId),
    save(shardId, sequenceNumber) {
      known.set(shardId, sequenceNumber);
      if (file === undefined) return;
      writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(known)));
      renameSync(`${file}.new`, file);
    },
  };
}

const readPositions = (file: string): Map<string, string> =>
  new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>));
