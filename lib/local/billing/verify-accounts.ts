import { nextPeriod, periodAt } from '../../period/period.ts';
import { platformClient } from '../command/platform-client.ts';
import { accountsToBill } from './accounts.ts';
import type { VerifyOptions } from './options.ts';

/** What `/v1/Accounts/{AccountSid}/Verify` answers of one period. */
type Verification = {
  /** The last period there is: the one that is not closed yet. */
  readonly OpenPeriod: string;
  readonly Statements: number;
  readonly CreditNotes: number;
  readonly Seals: number;
  readonly LedgerLines: number;
  readonly Changed: readonly { readonly Kind: string; readonly Item: string; readonly Problem: string }[];
};

/** What was looked at, and what is not as it was written: one line each, `account, period: kind item problem`. */
export type Verified = {
  readonly accounts: number;
  readonly statements: number;
  readonly creditNotes: number;
  readonly seals: number;
  readonly lines: number;
  readonly changed: readonly string[];
};

/** Has the platform prove its accounts, a period a request. `tell` hears each step. */
export async function verifyAccounts(options: VerifyOptions, tell: (step: string) => void): Promise<Verified> {
  const api = platformClient(options.url, options.operator);
  tell('looking for accounts');
  const accounts = await accountsToBill(api, options.operator.accountSid, options.account);
  const counts = { statements: 0, creditNotes: 0, seals: 0, lines: 0 };
  const changed: string[] = [];
  for (const [index, account] of accounts.entries()) {
    let period = options.period ?? periodAt(Date.parse(account.DateCreated), account.TimeZone);
    for (let more = true; more; period = nextPeriod(period)) {
      tell(`account ${index + 1} of ${accounts.length}, ${period}: ${counts.lines} lines, ${changed.length} changed`);
      const found = await api.json<Verification>('GET', `/v1/Accounts/${account.Sid}/Verify?Period=${period}`);
      counts.statements += found.Statements;
      counts.creditNotes += found.CreditNotes;
      counts.seals += found.Seals;
      counts.lines += found.LedgerLines;
      for (const { Kind, Item, Problem } of found.Changed)
        changed.push(`${account.Sid}, ${period}: ${Kind} ${Item} ${Problem}`);
      more = options.period === undefined && period < found.OpenPeriod;
    }
  }
  return { accounts: accounts.length, ...counts, changed };
}
