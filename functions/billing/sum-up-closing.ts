import { now } from '../../lib/clock/clock.ts';
import { hasRatedLine } from '../../lib/metering/stray-lines.ts';
import type { LedgerLine } from '../../lib/rating/ledger-line.ts';
import { csvRows, csvStart } from '../../lib/statement/statement-csv.ts';
import type { StatementSums } from '../../lib/statement/statement-sums.ts';
import { type Chunk, dropProgress, loadProgress, saveProgress } from './closing-progress.ts';
import { addToCsv, type CsvSoFar, UploadGone } from './csv-upload.ts';
import { type GatheredStatement, units } from './gather-statement.ts';
import { type SummedUp, sumUpLines } from './sum-up-lines.ts';

/** A period's lines summed up, and their rows of the CSV. */
export type ClosingSums = { readonly sums: StatementSums; readonly csv: CsvSoFar };

/** What a closing writes into, and whether there is time for another chunk. */
export type Target = { readonly objectKey: string; readonly number: string; readonly hasTime: () => boolean };

/**
 * Sums up the lines of a period that is closed and writes their CSV, chunk after chunk, each kept with what it has come to: killed and
 * begun again it goes on after the last one, and makes the same bytes (billing.md, rule 11). A period that is one slice is one piece of work, and
 * nothing is kept of it. `paused`: there was no time for more.
 */
export async function sumUpClosing(gathered: GatheredStatement, target: Target): Promise<ClosingSums | 'paused'> {
  for (;;) {
    const chunk = await loadProgress(gathered.account.sid, gathered.period, now());
    const done = await fromChunk(gathered, target, chunk);
    if (done !== 'lost') return done; // Lost: another run is ahead, and this one goes on from there.
  }
}

async function fromChunk(
  gathered: GatheredStatement,
  { objectKey, number, hasTime }: Target,
  chunk: Chunk | undefined,
): Promise<ClosingSums | 'paused' | 'lost'> {
  const { account, period } = gathered;
  const csv: CsvSoFar = chunk?.progress.csv ?? { text: csvStart() };
  const unitOf = unitsOnStatement(gathered);
  let chunks = chunk?.number ?? 0;
  let stoppedBy: 'paused' | 'lost' = 'paused';
  const onSlice = async (lines: readonly LedgerLine[], upTo: SummedUp) => {
    const rows = csvRows({ number, currency: account.currency, units: await unitOf(lines, upTo) }, lines);
    await addToCsv(objectKey, csv, rows);
    if (upTo.until === Number.POSITIVE_INFINITY) return 'on';
    const at = { accountSid: account.sid, period, now: now() };
    if ((await saveProgress(at, chunks, { summedUp: upTo, csv })) === 'lost') stoppedBy = 'lost';
    else if (hasTime()) {
      chunks += 1;
      return 'on';
    }
    return 'stop';
  };
  try {
    const sums = await sumUpLines(gathered, { from: chunk?.progress.summedUp, onSlice });
    return sums === undefined ? stoppedBy : { sums, csv };
  } catch (error) {
    if (error instanceof UploadGone) await dropProgress(account.sid, period);
    throw error;
  }
}

/**
 * The units of the meters that have a priced line anywhere on the statement, as rows show them. Of a meter whose lines have had no
 * price so far, the table says whether one of them will have.
 */
function unitsOnStatement({ usage }: GatheredStatement) {
  const asked = new Map<string, boolean>();
  const isRatedLater = async (meter: string): Promise<boolean> => {
    for (const { days } of usage)
      for (const { day, lines } of days.days) if (lines > 0 && (await hasRatedLine(days.sid, day, meter))) return true;
    return false;
  };
  return async (lines: readonly LedgerLine[], { sums, until }: SummedUp): Promise<Map<string, string>> => {
    const rated = new Set(
      [...sums.accounts.values()].flatMap(({ groups }) => [...groups.values()].map(({ meter }) => meter)),
    );
    if (until !== Number.POSITIVE_INFINITY) {
      for (const meter of new Set(lines.flatMap((line) => (line.unrated === undefined ? [] : line.meter)))) {
        if (rated.has(meter)) continue;
        if (!asked.has(meter)) asked.set(meter, await isRatedLater(meter));
        if (asked.get(meter) === true) rated.add(meter);
      }
    }
    return new Map([...rated].map((meter) => [meter, units[meter] ?? 'unit']));
  };
}
