import { parseArgs } from 'node:util';
import { isPeriod } from '../../period/period.ts';
import { chosenPlatform } from '../chosen-platform.ts';

/** What `npm run billing` was asked, and where the platform is. */
export type BillingOptions = {
  readonly period: string;
  /** Only this account; undefined: all. */
  readonly account: string | undefined;
  readonly url: string;
  readonly operator: { readonly accountSid: string; readonly authToken: string };
  /** The carrier's control API, when the clock is to be turned past the period's end first. */
  readonly turnClockAt: string | undefined;
  /** Where the statements are saved. */
  readonly out: string;
};

export const billingHelp = `npm run billing -- --period 2026-11 [--account AC…] [--turn-clock] [--out FOLDER]

Closes a billing period on the running platform, waits for the statements and saves them as JSON, CSV, HTML and PDF.
A period that is not over yet stays open: its preview is shown and saved instead.

  --period 2026-11   the month to close (needed)
  --account AC…      only this account; else every account of the operator
  --turn-clock       on this machine: first turn the platform's clock past the end of the period
  --out FOLDER       where to save (default: statements in the platform's folder, .local/statements)
  --directory D      the folder of the platform that npm start runs here (default .local)
  --url URL --sid AC… --token T   another platform, and its operator's credentials
  --help             this text
`;

const names = {
  period: { type: 'string' },
  account: { type: 'string' },
  'turn-clock': { type: 'boolean', default: false },
  out: { type: 'string' },
  directory: { type: 'string', default: '.local' },
  url: { type: 'string' },
  sid: { type: 'string' },
  token: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** Reads the command line. A problem is one sentence that says what to do. */
export function readBillingOptions(args: readonly string[]): BillingOptions | 'help' | { readonly problem: string } {
  const given = parsed(args);
  if ('problem' in given) return given;
  if (given.help) return 'help';
  const { period, account } = given;
  if (period === undefined) return { problem: 'Which period? For example: npm run billing -- --period 2026-11' };
  if (!isPeriod(period)) return { problem: `--period ${period} is not a month such as 2026-11` };
  if (account !== undefined && !/^AC[0-9a-f]{32}$/.test(account)) {
    return { problem: `--account ${account} is not an account's SID (AC and 32 hexadecimal digits)` };
  }
  const chosen = chosenPlatform(given);
  if ('problem' in chosen) return chosen;
  const { controlUrl, ...platform } = chosen;
  if (given['turn-clock'] && controlUrl === undefined)
    return { problem: '--turn-clock is for the platform that runs on this machine, not for --url' };
  const turnClockAt = given['turn-clock'] ? controlUrl : undefined;
  return { period, account, ...platform, turnClockAt, out: given.out ?? `${given.directory}/statements` };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: names }).values;
  } catch (error) {
    return {
      problem: `${error instanceof Error ? error.message : error}\nnpm run billing -- --help tells what there is.`,
    };
  }
}
