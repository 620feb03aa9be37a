import { constants } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { calls } from './calls.ts';
import { type Demo, demoTasks } from './run-demo.ts';
import { showStatement } from './show-statement.ts';
import { tenants as script } from './tenants.ts';
import { replyTo, texts } from './texts.ts';

const help = `npm run demo -- [--keep]

Plays a day on a platform of its own, in .local/demo: two tenants enrol, calls and texts come in and go out, a conference
is held and recorded, the month is closed and both statements are printed and saved. What they must say is worked out
from the script of the day alone; the demo fails if they differ by a billionth of a dollar.

  --keep   leave the platform running afterwards, to look around, until Ctrl-C
  --help   this text
`;

const interrupted = 128 + constants.signals.SIGINT;
const showCursor = '\u001b[?25h';
const directory = join('.local', 'demo');

const options = readOptions();
if (options === 'help') process.stdout.write(help);
else await run(options.keep);

function readOptions(): { readonly keep: boolean } | 'help' {
  try {
    const { values } = parseArgs({
      options: { keep: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    });
    return values.help ? 'help' : { keep: values.keep };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${help}`);
    process.exit(2);
  }
}

async function run(keep: boolean): Promise<void> {
  const running = new AsyncDisposableStack();
  const demo: Demo = { directory, running, statements: new Map(), problems: [], failures: [] };
  const stopped = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // While it starts, what has been started ends with this process; later it is closed in order.
      if (demo.platform === undefined) process.exit(interrupted);
      stopped.resolve();
    });
  }
  const startedAt = performance.now();
  const played = demoTasks(demo).run();
  const outcome = await Promise.race([
    played.then(
      () => 'well' as const,
      () => 'badly' as const, // the task shows what went wrong
    ),
    stopped.promise.then(() => 'stopped' as const),
  ]);
  if (outcome !== 'stopped') process.stdout.write(summary(demo, startedAt, performance.now()));
  if (outcome === 'badly') process.stderr.write(`${[...demo.problems, ...demo.failures].join('\n')}\n`);
  if (keep && outcome !== 'stopped' && demo.platform !== undefined) {
    process.stdout.write(lookAround(demo));
    await stopped.promise;
  }
  await running.disposeAsync();
  if (process.stdout.isTTY) process.stdout.write(showCursor); // a spinner that was cut off has hidden it
  process.exit(outcome === 'well' ? 0 : outcome === 'badly' ? 1 : interrupted);
}

function summary({ statements, tenants, startedAt: up }: Demo, startedAt: number, endedAt: number): string {
  const printed = [...statements].map(([key, { statement, files }]) => {
    const saved = files.map((file) => `  saved ${relative('.', file)}\n`).join('');
    return `\n${showStatement(script[key].name, statement)}${saved}`;
  });
  const programs = Object.values(tenants ?? {}).map(({ program }) => program.counts);
  const asked = programs.reduce((sum, counts) => sum + counts.asked, 0);
  const told = programs.reduce((sum, counts) => sum + counts.told, 0);
  const answers = texts.filter(({ way, tenant, body }) => way === 'in' && replyTo(tenant, body) !== undefined);
  return `${printed.join('')}
${calls.length} calls and ${texts.length + answers.length} texts. The tenants’ programs were asked ${asked} times for TwiML and told of ${told} events,
every one with a signature that the SDK accepts. ${took(startedAt, up ?? endedAt)} to start, ${took(up ?? endedAt, endedAt)} for the day and its bills.
`;
}

function took(from: number, to: number): string {
  return `${((to - from) / 1_000).toFixed(1)} s`;
}

function lookAround({ platform, tenants }: Demo): string {
  const accounts = Object.values(tenants ?? {}).map(
    ({ key, accountSid, authToken, numbers }) =>
      `  ${script[key].name.padEnd(20)} ${accountSid}  ${authToken}  ${numbers.main}`,
  );
  return `
The platform runs on: ${platform?.platform.url}   (phones: ${platform?.control.url})
Console: ${platform?.console.url}
${accounts.join('\n')}
Stop: Ctrl-C
`;
}
