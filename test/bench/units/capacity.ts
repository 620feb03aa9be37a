import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item, or its key, as it is on the wire. */
export type WireItem = Readonly<Record<string, AttributeValue>>;

/** The two attributes of an index's key; what the index projects is keys alone. */
export type IndexKey = { readonly partition: string; readonly sort: string };

/** Capacity units, as AWS bills them. */
export type Units = { readonly write: number; readonly read: number };

const writeUnitBytes = 1024;
const readUnitBytes = 4096;
const tableKey = ['PK', 'SK'];

/** The bytes of an item by AWS's rules ("DynamoDB item sizes and formats"): names and values in UTF-8, numbers by their digits. */
export const itemBytes = (item: WireItem): number =>
  Object.entries(item).reduce((total, [name, value]) => total + Buffer.byteLength(name) + valueBytes(value), 0);

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B !== undefined) return value.B.length;
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.L !== undefined) return 3 + value.L.reduce((total, part) => total + 1 + valueBytes(part), 0);
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemBytes(value.M);
  if (value.SS !== undefined) return value.SS.reduce((total, part) => total + Buffer.byteLength(part), 0);
  throw new Error(`There is no size for ${JSON.stringify(value)}.`);
}

/** A byte for two significant digits, one more, and one for a sign. */
function numberBytes(text: string): number {
  const digits = text
    .replace(/[eE].*$/, '')
    .replace(/[-+.]/g, '')
    .replace(/^0+|0+$/g, '');
  return Math.ceil(digits.length / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}

/** What one write of an item costs: the larger of its two images, rounded up to 1 KB, twice that in a transaction; and its index entries. */
export function writeUnits(
  before: WireItem | undefined,
  after: WireItem | undefined,
  { isTransactional, indexes }: { readonly isTransactional: boolean; readonly indexes: readonly IndexKey[] },
): number {
  const bytes = Math.max(...[before, after].map((image) => (image === undefined ? 0 : itemBytes(image))));
  const inTable = unitsOf(bytes, writeUnitBytes) * (isTransactional ? 2 : 1);
  return indexes.reduce((total, index) => total + indexUnits(before, after, index), inTable);
}

/** An entry that comes or goes costs one write, one that moves two; one of keys alone never changes otherwise. */
function indexUnits(before: WireItem | undefined, after: WireItem | undefined, index: IndexKey): number {
  const [old, fresh] = [entryOf(before, index), entryOf(after, index)];
  if (JSON.stringify(old) === JSON.stringify(fresh)) return 0;
  const costs = [old, fresh].map((entry) => (entry === undefined ? 0 : unitsOf(itemBytes(entry), writeUnitBytes)));
  return costs.reduce((total, units) => total + units, 0);
}

function entryOf(item: WireItem | undefined, { partition, sort }: IndexKey): WireItem | undefined {
  if (item?.[partition] === undefined || item[sort] === undefined) return undefined;
  const names = [...tableKey, partition, sort];
  return Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));
}

/** What reading so many bytes at once costs: rounded up to 4 KB, half of that where it need not be consistent; nothing found costs the least. */
export const readUnits = (bytes: number, isConsistent: boolean): number =>
  unitsOf(bytes, readUnitBytes) * (isConsistent ? 1 : 0.5);

const unitsOf = (bytes: number, size: number): number => Math.max(1, Math.ceil(bytes / size));
