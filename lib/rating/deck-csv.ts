import * as z from 'zod/mini';
import localeOf from 'zod/v4/locales/en.js';
import { type CsvRow, readCsvRows } from '../csv/csv-rows.ts';
import { ofRates } from './plan.ts';
import { type DeckRate, type DeckRateInput, DeckRateSchema } from './price-schema.ts';

const english = localeOf();
const required = ['prefix', 'price'];
const optional = ['origin', 'connect', 'first', 'next', 'minimum', 'band', 'days', 'from', 'to'];
const faultsMax = 20;

type Row = CsvRow;
/** A line of the CSV, and the lines of its bands. */
type Entry = { readonly line: number; readonly rate: Record<string, unknown>; readonly bands: unknown[] };

export type ReadDeck = { readonly rates: readonly DeckRateInput[] } | { readonly faults: readonly string[] };

/**
 * Reads a deck: CSV (RFC 4180) with a head that names the columns `prefix` and `price`, and of `origin`, `connect`, `first`,
 * `next`, `minimum` those that it has. A line with `band`, `days` (`mon tue`), `from` and `to` prices a time of the rate
 * whose line stands above it. Prefixes may begin with `+`. All or nothing: the faults name line and column, 20 at most.
 */
export function readDeckCsv(text: string): ReadDeck {
  const rows = readCsvRows(text, { required, optional });
  if ('faults' in rows) return rows;
  const faults: string[] = [];
  const entries: Entry[] = [];
  for (const { record, info } of rows.rows) {
    const band = bandOf(record);
    if (band === undefined) entries.push({ line: info.lines, rate: rateOf(record), bands: [] });
    else if (entries.at(-1)?.rate['prefix'] !== prefixOf(record)) {
      faults.push(`line ${info.lines}, prefix: a band stands below the line of its own prefix`);
    } else entries.at(-1)?.bands.push(band);
  }
  const given = entries.map(({ rate, bands }) => (bands.length === 0 ? rate : { ...rate, bands }));
  const rates: DeckRate[] = [];
  for (const [index, rate] of given.entries()) {
    if (faults.length >= faultsMax) break;
    const read = z.safeParse(DeckRateSchema, rate, { error: english.localeError });
    if (read.success) rates.push(read.data);
    else for (const issue of read.error.issues) faults.push(faultAt(entries[index], issue.path, issue.message));
  }
  if (faults.length === 0) {
    for (const { path, message } of ofRates(rates, [], 'UTC')) {
      const [index, ...field] = path;
      faults.push(faultAt(entries.at(typeof index === 'number' ? index : -1), field, message));
    }
  }
  if (faults.length > 0) return { faults: faults.slice(0, faultsMax) };
  return given.length === 0 ? { faults: ['line 2: there is no rate'] } : { rates: given as DeckRateInput[] };
}

const prefixOf = ({ prefix = '' }: Row['record']): string => prefix.replace(/^\+/, '');

function rateOf(record: Row['record']): Record<string, unknown> {
  const { origin = '', price = '', connect = '', first = '', next = '', minimum = '' } = record;
  // A least duration alone is for a rate that is counted by the second.
  const everySecond = minimum !== '' && first === '' && next === '' ? { first: 1, next: 1 } : {};
  const increment = {
    ...everySecond,
    ...(first !== '' && { first: wholeOr(first) }),
    ...(next !== '' && { next: wholeOr(next) }),
    ...(minimum !== '' && { minimum: wholeOr(minimum) }),
  };
  return {
    prefix: prefixOf(record),
    ...(origin !== '' && { origin: origin.replace(/^\+/, '') }),
    price,
    ...(connect !== '' && { connect }),
    ...(Object.keys(increment).length > 0 && { increment }),
  };
}

function bandOf({ band = '', days = '', from = '', to = '', price = '' }: Row['record']): unknown {
  if (band === '' && days === '' && from === '' && to === '') return undefined;
  return { name: band, days: days.toLowerCase().split(/[\s|]+/), from, to, price };
}

/** Whole seconds as a number, as JSON has them; what is none stays text, for the schema to say so. */
const wholeOr = (text: string): unknown => (/^(0|[1-9]\d{0,5})$/.test(text) ? JSON.parse(text) : text);

function faultAt(entry: Entry | undefined, path: readonly PropertyKey[], message: string): string {
  const [field = '', inner, ofBand] = path;
  const band = field === 'bands' && typeof inner === 'number' ? inner : undefined;
  const line = (entry?.line ?? 0) + (band === undefined ? 0 : band + 1);
  const column = band !== undefined ? ofBand : field === 'increment' ? inner : field;
  return `line ${line}, ${column === 'name' ? 'band' : String(column ?? field)}: ${message}`;
}
