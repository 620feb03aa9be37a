import { createHash } from 'node:crypto';
import { string } from 'dynamodb-toolbox/schema/string';

const partitions = 16;
const digits = 13;

/**
 * Who looks for what is due: `minute` each minute, which hands it to its owner's queue; `billing` the billing
 * function's own hourly schedule.
 */
export type DueKind = 'minute' | 'billing';

/** Attributes of the sparse index `due`, for any item that waits for time; absent while it waits for nothing. */
export const dueAttributes = {
  duePK: string().optional(),
  dueSK: string().optional(),
};

/** What is due: `owner` is the queue of the function that knows what to do (`call`), `what` tells it (`call.overdue`). */
export type Due = { readonly at: number; readonly owner: string; readonly what: string; readonly id: string };

/**
 * Keys of a due entry: `<kind>#<0..15>` and `<at>#<owner>#<what>#<id>`. The partition comes from the id, so that
 * setting the same entry again finds the same place. `at` in epoch milliseconds.
 */
export function dueKeys(kind: DueKind, due: Due): { duePK: string; dueSK: string } {
  const partition = createHash('sha256').update(due.id).digest().readUInt8(0) % partitions;
  return { duePK: `${kind}#${partition}`, dueSK: `${timeKey(due.at)}#${due.owner}#${due.what}#${due.id}` };
}

/** The index partitions in which a kind of due entries lies. */
export const duePartitions = (kind: DueKind): string[] =>
  Array.from({ length: partitions }, (_, partition) => `${kind}#${partition}`);

/** Reads a due entry's sort key back. Throws when it is none. */
export function parseDue(dueSK: string): Due {
  const [at, owner, what, ...id] = dueSK.split('#');
  if (at === undefined || owner === undefined || what === undefined || id.length === 0) {
    throw new Error(`Not a due entry's key: ${dueSK}`);
  }
  return { at: Number(at), owner, what, id: id.join('#') };
}

/** An instant in the form in which text order is time order: 13 digits, good until the year 2286. */
export function timeKey(at: number): string {
  if (!Number.isSafeInteger(at) || at < 0) throw new Error(`Not an instant in epoch milliseconds: ${at}`);
  return String(at).padStart(digits, '0');
}
