import { closePeriods } from './billing/close-periods.ts';
import { billingHelp, type CloseOptions, readBillingOptions, type VerifyOptions } from './billing/options.ts';
import { described } from './billing/summary.ts';
import { verifyAccounts } from './billing/verify-accounts.ts';
import { startCommand } from './command/start-command.ts';
import { withProgress } from './command/with-progress.ts';

/** `npm run billing`: closes a period on a running platform and saves the statements, or proves what was billed. */
await startCommand(billingHelp, readBillingOptions(process.argv.slice(2)), (asked) =>
  asked.what === 'close' ? close(asked) : verify(asked),
);

async function close(asked: CloseOptions): Promise<void> {
  const outcomes = await withProgress(`Billing ${asked.period}`, (tell) => closePeriods(asked, tell));
  if (outcomes === undefined) return;
  for (const outcome of outcomes) process.stdout.write(`\n${described(outcome)}`);
  if (outcomes.length === 0) process.stdout.write('\nThere is no account to bill.\n');
}

async function verify(asked: VerifyOptions): Promise<void> {
  const found = await withProgress(`Verifying ${asked.period ?? 'every period'}`, (tell) =>
    verifyAccounts(asked, tell),
  );
  if (found === undefined) return;
  const { accounts, statements, creditNotes, seals, lines, changed } = found;
  const looked = `${accounts} accounts, ${statements} statements, ${creditNotes} credit notes, ${seals} sealed days, ${lines} ledger lines`;
  if (changed.length === 0) process.stdout.write(`\nIntact: ${looked}.\n`);
  else {
    process.stdout.write(
      `\nCHANGED since it was written, of ${looked}:\n${changed.map((each) => `  ${each}\n`).join('')}`,
    );
    process.exitCode = 1;
  }
}
