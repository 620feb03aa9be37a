import { Listr } from 'listr2';
import { closePeriods, type Outcome } from './billing/close-periods.ts';
import { type BillingOptions, billingHelp, readBillingOptions } from './billing/options.ts';
import { described } from './billing/summary.ts';

/** `npm run billing`: closes a period on a running platform and saves the statements. */
const options = readBillingOptions(process.argv.slice(2));
if (options === 'help') process.stdout.write(billingHelp);
else if ('problem' in options) fail(options.problem);
else await run(options);

async function run(asked: BillingOptions): Promise<void> {
  const results: Outcome[][] = [];
  const title = `Billing ${asked.period}`;
  const tasks = new Listr([
    {
      title,
      task: async (_, task) =>
        void results.push(
          await closePeriods(asked, (step) => {
            task.title = `${title}: ${step}`;
            task.output = step;
          }),
        ),
    },
  ]);
  try {
    await tasks.run();
  } catch {
    process.exitCode = 1; // the task shows what went wrong
    return;
  }
  for (const outcome of results.flat()) process.stdout.write(`\n${described(outcome)}`);
  if (results.flat().length === 0) process.stdout.write('\nThere is no account to bill.\n');
}

function fail(problem: string): void {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
