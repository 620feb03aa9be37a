import { join } from 'node:path';
import { isPeriod } from '../../period/period.ts';
import { chosenPlatform } from '../command/chosen-platform.ts';
import { commonHelp, isAccountSid, type Problem, readOptions } from '../command/read-options.ts';
import type { Credentials } from '../platform-file.ts';

/** What `npm run export` was asked, and where the platform is. */
export type ExportOptions = {
  /** The first page's path, with the period or the day. */
  readonly path: string;
  readonly url: string;
  readonly operator: Credentials;
  /** The file that holds the export when all of it has come. */
  readonly out: string;
};

export const exportHelp = `npm run export -- --account AC… --period 2026-11 [--what ledger] [--format jsonl] [--out FILE]

Saves an account's ledger lines or usage events of a billing period as one file. The file is there whole or not at all.

  --account AC…      whose (needed)
  --period 2026-11   the month; or
  --day 2026-11-03   one day of the account's
  --what ledger      ledger (priced) or usage (as it was metered); default ledger
  --format jsonl     jsonl or csv; default csv
  --out FILE         where to save (default: exports in the platform's folder, .local/exports)
${commonHelp}`;

const names = {
  account: { type: 'string' },
  period: { type: 'string' },
  day: { type: 'string' },
  what: { type: 'string', default: 'ledger' },
  format: { type: 'string', default: 'csv' },
  out: { type: 'string' },
} as const;

/** Reads the command line. A problem is one sentence that says what to do. */
export function readExportOptions(args: readonly string[]): ExportOptions | 'help' | Problem {
  const read = readOptions('export', names, args);
  if (read === 'help' || 'problem' in read) return read;
  const given = read.values;
  const { account, what, format } = given;
  if (account === undefined || !isAccountSid(account))
    return { problem: `Whose? --account takes an account's SID (AC and 32 hexadecimal digits)` };
  if (what !== 'ledger' && what !== 'usage') return { problem: `--what ${what} is neither ledger nor usage` };
  if (format !== 'csv' && format !== 'jsonl') return { problem: `--format ${format} is neither csv nor jsonl` };
  const span = spanOf(given);
  if ('problem' in span) return span;
  const platform = chosenPlatform(given);
  if ('problem' in platform) return platform;
  const { url, operator } = platform;
  const path = `/v1/Accounts/${account}/Exports/${what}.${format}?${new URLSearchParams(span.query)}`;
  const name = `${account}-${Object.values(span.query).join('')}-${what}.${format}`;
  return { path, url, operator, out: given.out ?? join(given.directory, 'exports', name) };
}

function spanOf({
  period,
  day,
}: {
  period?: string | undefined;
  day?: string | undefined;
}): { readonly query: Record<string, string> } | Problem {
  if (period !== undefined && day !== undefined) return { problem: 'Give --period or --day, not both' };
  if (day !== undefined)
    return /^\d{4}-\d{2}-\d{2}$/.test(day)
      ? { query: { Day: day } }
      : { problem: `--day ${day} is not a day such as 2026-11-03` };
  if (period === undefined) return { problem: 'Which period? For example: --period 2026-11' };
  if (!isPeriod(period)) return { problem: `--period ${period} is not a month such as 2026-11` };
  return { query: { Period: period } };
}
