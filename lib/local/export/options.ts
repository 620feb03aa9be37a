import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isPeriod } from '../../period/period.ts';
import { chosenPlatform } from '../chosen-platform.ts';
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
  --directory D      the folder of the platform that npm start runs here (default .local)
  --url URL --sid AC… --token T   another platform, and the credentials of its operator or of the account itself
  --help             this text
`;

const names = {
  account: { type: 'string' },
  period: { type: 'string' },
  day: { type: 'string' },
  what: { type: 'string', default: 'ledger' },
  format: { type: 'string', default: 'csv' },
  out: { type: 'string' },
  directory: { type: 'string', default: '.local' },
  url: { type: 'string' },
  sid: { type: 'string' },
  token: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

type Problem = { readonly problem: string };

/** Reads the command line. A problem is one sentence that says what to do. */
export function readExportOptions(args: readonly string[]): ExportOptions | 'help' | Problem {
  const given = parsed(args);
  if ('problem' in given) return given;
  if (given.help) return 'help';
  const { account, what, format } = given;
  if (account === undefined || !/^AC[0-9a-f]{32}$/.test(account))
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

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: names }).values;
  } catch (error) {
    return {
      problem: `${error instanceof Error ? error.message : error}\nnpm run export -- --help tells what there is.`,
    };
  }
}
