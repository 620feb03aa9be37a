import { isPeriod } from '../../period/period.ts';
import { chosenPlatform } from '../command/chosen-platform.ts';
import { commonHelp, isAccountSid, type Problem, readOptions } from '../command/read-options.ts';
import type { Credentials } from '../platform-file.ts';

type Asked = {
  /** Only this account; undefined: all. */
  readonly account: string | undefined;
  readonly url: string;
  readonly operator: Credentials;
};
export type CloseOptions = Asked & {
  readonly period: string;
  /** The carrier's control API, when the clock is to be turned past the period's end first. */
  readonly turnClockAt: string | undefined;
  /** Where the statements are saved. */
  readonly out: string;
};
export type VerifyOptions = Asked & {
  /** Only this one; undefined: every period since each account was enrolled. */
  readonly period: string | undefined;
};
/** What `npm run billing` was asked, and where the platform is. */
export type BillingOptions =
  | ({ readonly what: 'close' } & CloseOptions)
  | ({ readonly what: 'verify' } & VerifyOptions);

export const billingHelp = `npm run billing -- --period 2026-11 [--account AC…] [--turn-clock] [--out FOLDER]
npm run billing -- --verify [--account AC…] [--period 2026-11]

Closes a billing period on the running platform, waits for the statements and saves them as JSON, CSV, HTML and PDF.
A period that is not over yet stays open: its preview is shown and saved instead.

With --verify nothing is closed: every ledger line, seal and statement is looked at, each statement's chain to the one
before, and its sums. What was changed is named, item by item, and the exit code is 1.

  --period 2026-11   the month to close (needed); with --verify, the only one to look at
  --verify           prove what was billed instead
  --account AC…      only this account; else every account of the operator, sub-accounts too
  --turn-clock       on this machine: first turn the platform's clock past the end of the period
  --out FOLDER       where to save (default: statements in the platform's folder, .local/statements)
${commonHelp}`;

const names = {
  period: { type: 'string' },
  account: { type: 'string' },
  verify: { type: 'boolean', default: false },
  'turn-clock': { type: 'boolean', default: false },
  out: { type: 'string' },
} as const;

/** Reads the command line. A problem is one sentence that says what to do. */
export function readBillingOptions(args: readonly string[]): BillingOptions | 'help' | Problem {
  const read = readOptions('billing', names, args);
  if (read === 'help' || 'problem' in read) return read;
  const { period, account, verify, directory, out, 'turn-clock': turnClock, ...named } = read.values;
  if (period === undefined && !verify)
    return { problem: 'Which period? For example: npm run billing -- --period 2026-11' };
  if (period !== undefined && !isPeriod(period))
    return { problem: `--period ${period} is not a month such as 2026-11` };
  if (account !== undefined && !isAccountSid(account))
    return { problem: `--account ${account} is not an account's SID (AC and 32 hexadecimal digits)` };
  if (verify && (turnClock || out !== undefined))
    return { problem: '--verify changes and saves nothing: it takes neither --turn-clock nor --out' };
  const chosen = chosenPlatform({ directory, ...named });
  if ('problem' in chosen) return chosen;
  const { controlUrl, ...platform } = chosen;
  if (turnClock && controlUrl === undefined)
    return { problem: '--turn-clock is for the platform that runs on this machine, not for --url' };
  if (verify || period === undefined) return { what: 'verify', period, account, ...platform };
  const turnClockAt = turnClock ? controlUrl : undefined;
  return { what: 'close', period, account, ...platform, turnClockAt, out: out ?? `${directory}/statements` };
}
