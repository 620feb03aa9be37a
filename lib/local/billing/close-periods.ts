import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { period as spanOfPeriod } from '../../period/period.ts';
import { type PlatformClient, platformClient } from '../command/platform-client.ts';
import { type Account, accountsToBill } from './accounts.ts';
import type { CloseOptions } from './options.ts';

type Run = {
  readonly Sid: string;
  readonly Status: string;
  readonly Accounts: number | null;
  readonly Chunks: number | null;
  readonly ChunksDone: number;
  readonly Problem: string | null;
};

/** What came out for an account. */
export type Outcome = {
  readonly account: Account;
  readonly kind: 'statement' | 'preview' | 'nothing';
  /** The statement's or the preview's JSON; undefined with `nothing`. */
  readonly document: string | undefined;
  readonly files: readonly string[];
  /** When the period can be closed: its end in the account's zone, and the time in which the last usage settles. */
  readonly closableAt: number;
  readonly period: string;
};

const forms = ['json', 'csv', 'html', 'pdf'] as const;
/** As the platform has it: a day is sealed 15 minutes after its end. */
const settlingMilliseconds = 15 * 60_000;
const pollMilliseconds = 300;
const patienceMilliseconds = 15 * 60_000;

/** Closes the period where it is over, and saves what there is: statements, else previews. `tell` hears each step. */
export async function closePeriods(options: CloseOptions, tell: (step: string) => void): Promise<Outcome[]> {
  const api = platformClient(options.url, options.operator);
  tell('looking for accounts');
  const accounts = await accountsToBill(api, options.operator.accountSid, options.account);
  const closableAt = ({ TimeZone }: Account) => spanOfPeriod(options.period, TimeZone).endsAt + settlingMilliseconds;
  if (options.turnClockAt !== undefined && accounts.length > 0) {
    const to = new Date(Math.max(...accounts.map(closableAt)) + 1_000).toISOString();
    tell(`turning the clock to ${to}`);
    await turnClock(options.turnClockAt, to);
  }
  await finishedRun(api, options.account, tell);
  mkdirSync(options.out, { recursive: true });
  const outcomes: Outcome[] = [];
  for (const account of accounts) {
    tell(`saving ${outcomes.length + 1} of ${accounts.length}`);
    outcomes.push(await save(api, account, options, closableAt(account)));
  }
  return outcomes;
}

async function turnClock(controlUrl: string, to: string): Promise<void> {
  const shown = (await (await fetch(`${controlUrl}/clock`)).json()) as { now: number };
  if (shown.now >= Date.parse(to)) return; // time does not go back
  const body = JSON.stringify({ to });
  const answer = await fetch(`${controlUrl}/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  if (!answer.ok) throw new Error(`The clock was not turned to ${to}: HTTP ${answer.status} ${await answer.text()}`);
}

/** A run seals and closes whatever is over; what is still open it leaves alone. */
async function finishedRun(
  api: PlatformClient,
  account: string | undefined,
  tell: (step: string) => void,
): Promise<void> {
  let run = await api.json<Run>('POST', '/v1/BillingRuns', account === undefined ? {} : { AccountSid: account });
  const deadline = performance.now() + patienceMilliseconds;
  while (run.Status !== 'completed') {
    if (run.Problem !== null) throw new Error(`Not billed: ${run.Problem}`);
    if (performance.now() > deadline)
      throw new Error(`The run ${run.Sid} is not done yet; start this command again later.`);
    tell(`${run.ChunksDone} of ${run.Chunks ?? '?'} parts of ${run.Accounts ?? '?'} accounts`);
    await after(pollMilliseconds);
    run = await api.json<Run>('GET', `/v1/BillingRuns/${run.Sid}`);
  }
}

async function save(
  api: PlatformClient,
  account: Account,
  { period, out }: CloseOptions,
  closableAt: number,
): Promise<Outcome> {
  const statements = `/v1/Accounts/${account.Sid}/Statements`;
  const kinds = [
    { kind: 'statement', name: `${account.Sid}-${period}`, path: (form: string) => `${statements}/${period}.${form}` },
    {
      kind: 'preview',
      name: `${account.Sid}-${period}-PREVIEW`,
      path: (form: string) => `${statements}/Preview.${form}?Period=${period}`,
    },
  ] as const;
  for (const { kind, name, path } of kinds) {
    const document = await api.text(path('json'));
    if (document === undefined) continue;
    const files: string[] = [];
    for (const form of forms) {
      const file = join(out, `${name}.${form}`);
      writeFileSync(file, form === 'json' ? document : ((await api.bytes(path(form))) ?? ''));
      files.push(file);
    }
    return { account, kind, document, files, closableAt, period };
  }
  return { account, kind: 'nothing', document: undefined, files: [], closableAt, period };
}
