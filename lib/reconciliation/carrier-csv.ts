import { readCsvRows } from '../csv/csv-rows.ts';
import { type Nano, nano, parseNano } from '../money/nano.ts';
import type { Direction } from './reconcile.ts';

/** A use as the carrier lists it, before anybody knows which of ours it is. */
export type CarrierRecord = {
  /** The line of the file on which it stands. */
  readonly line: number;
  readonly service: 'call' | 'message';
  /** The carrier's own id. */
  readonly id: string;
  readonly direction: Direction;
  /** Seconds of a call, segments of a message. */
  readonly quantity: bigint;
  /** What the carrier charges, not negative. */
  readonly cost: Nano;
};

const columns = { required: ['service', 'id', 'direction', 'quantity', 'cost'], optional: [] };
const faultsMax = 20;
const idCharactersMax = 128;

export type ReadCarrierCsv = { readonly records: readonly CarrierRecord[] } | { readonly faults: readonly string[] };

/**
 * Reads a carrier's list of calls and messages: CSV with the columns `service` (call, message), `id`, `direction` (inbound,
 * outbound, and Twilio's words that begin so), `quantity` and `cost`, whose sign does not matter: Twilio's prices are
 * negative. All or nothing: the faults name line and column, 20 at most.
 */
export function readCarrierCsv(text: string, recordsMax: number): ReadCarrierCsv {
  const read = readCsvRows(text, columns);
  if ('faults' in read) return read;
  if (read.rows.length > recordsMax)
    return { faults: [`line ${recordsMax + 2}: a file has at most ${recordsMax} records`] };
  const records: CarrierRecord[] = [];
  const faults: string[] = [];
  for (const { record, info } of read.rows) {
    const found = recordOf(record, info.lines);
    if ('faults' in found) faults.push(...found.faults);
    else records.push(found);
  }
  return faults.length > 0 ? { faults: faults.slice(0, faultsMax) } : { records };
}

function recordOf(
  { service = '', id = '', direction = '', quantity = '', cost = '' }: Readonly<Record<string, string>>,
  line: number,
): CarrierRecord | { readonly faults: readonly string[] } {
  const faults: string[] = [];
  const wrong = (column: string, what: string) => void faults.push(`line ${line}, ${column}: ${what}`);
  const kind = service === 'call' || service === 'message' ? service : undefined;
  const way = /^(inbound|outbound)/.exec(direction)?.[1] === 'inbound' ? 'inbound' : 'outbound';
  const price = parseNano(cost);
  if (kind === undefined) wrong('service', `"${service}" is neither call nor message`);
  if (id === '' || id.length > idCharactersMax) wrong('id', `must have 1 to ${idCharactersMax} characters`);
  if (!/^(inbound|outbound)/.test(direction)) wrong('direction', `"${direction}" is neither inbound nor outbound`);
  if (!/^\d{1,15}$/.test(quantity)) wrong('quantity', `"${quantity}" is not a whole number`);
  if ('fault' in price) wrong('cost', price.fault);
  if (kind === undefined || 'fault' in price || faults.length > 0) return { faults };
  const charged = nano(price.nano < 0n ? -price.nano : price.nano);
  return { line, service: kind, id, direction: way, quantity: BigInt(quantity), cost: charged };
}
