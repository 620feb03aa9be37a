import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Listr, type ListrTask } from 'listr2';
import { closePeriods } from '../billing/close-periods.ts';
import type { RunningPlatform } from '../start-platform.ts';
import { startPlatform } from '../start-platform.ts';
import { differences } from './compare.ts';
import { enrolTenants, type Tenants } from './enrol-tenants.ts';
import { expectedStatement } from './expected.ts';
import { instantOf } from './instant.ts';
import { everybodyIsIn, lookIntoRooms } from './look-into-rooms.ts';
import { phonesAt } from './phones.ts';
import { playDay } from './play-day.ts';
import type { Statement } from './statement.ts';
import { periodName, tenants as script, type TenantKey, tenantKeys } from './tenants.ts';
import { waitUntilRated } from './wait-until-rated.ts';

/** The platform is up five minutes before the day opens. */
const startsAt = instantOf('08:55');

/** A statement as the demo has saved it. */
export type Saved = { readonly statement: Statement; readonly files: readonly string[] };

/** What a run of the demo has made so far. What is started is in `running`, to be ended by whoever started the demo. */
export type Demo = {
  readonly directory: string;
  readonly running: AsyncDisposableStack;
  platform?: RunningPlatform;
  /** When the platform was up, by performance.now(). */
  startedAt?: number;
  tenants?: Tenants;
  readonly statements: Map<TenantKey, Saved>;
  /** How the day differs from its script; empty when all is well. */
  readonly problems: string[];
  /** Failures of functions, which have come again. */
  readonly failures: string[];
};

type Task = Parameters<ListrTask['task']>[1];

/** The demo, step by step, each shown while it goes on: a spinner on a terminal, plain lines elsewhere. */
export const demoTasks = (demo: Demo): Listr =>
  new Listr(
    [
      { title: 'Start the platform', task: (_, task) => start(demo, task) },
      { title: 'Enrol two tenants, each with its plan, its program and two numbers', task: () => enrol(demo) },
      { title: 'Play the day', task: (_, task) => play(demo, task) },
      { title: 'Wait until everything is metered and rated', task: (_, task) => rate(demo, task) },
      { title: `Close ${periodName}`, task: (_, task) => close(demo, task) },
      { title: 'Compare the statements with the script of the day', task: () => compare(demo) },
    ],
    { registerSignalListeners: false },
  );

async function start(demo: Demo, task: Task): Promise<void> {
  rmSync(join(demo.directory, 'statements'), { recursive: true, force: true });
  demo.platform = await startPlatform({
    directory: demo.directory,
    port: 0,
    fresh: true,
    tenants: [],
    clock: { virtualAt: startsAt },
    progress: (title, step) => {
      task.output = title;
      return step();
    },
    report: (line) => demo.failures.push(line),
  });
  demo.running.defer(demo.platform.close);
  demo.startedAt = performance.now();
}

async function enrol(demo: Demo): Promise<void> {
  const { platform, operator } = platformOf(demo);
  demo.tenants = await enrolTenants(platform.url, operator, demo.running);
}

async function play(demo: Demo, task: Task): Promise<void> {
  const { control, clock } = platformOf(demo);
  const tenants = tenantsOf(demo);
  const look = async () => demo.problems.push(...(await lookIntoRooms(tenants)));
  const show = (time: string, done: number, of: number) => {
    if (process.stdout.isTTY || done % 10 === 0) task.output = `${time} in New York: ${done} of ${of}`;
  };
  await playDay(tenants, phonesAt(control.url), clock, show, [{ at: everybodyIsIn, act: look }]);
}

async function rate(demo: Demo, task: Task): Promise<void> {
  await platformOf(demo).settled();
  await waitUntilRated(tenantsOf(demo), (text) => {
    task.output = text;
  });
}

async function close(demo: Demo, task: Task): Promise<void> {
  const { platform, control, operator } = platformOf(demo);
  const tenants = tenantsOf(demo);
  const common = { period: periodName, url: platform.url, operator, turnClockAt: control.url };
  const out = join(demo.directory, 'statements');
  for (const key of tenantKeys) {
    const [outcome] = await closePeriods({ ...common, account: tenants[key].accountSid, out }, (step) => {
      task.output = `${script[key].name}: ${step}`;
    });
    if (outcome?.kind !== 'statement' || outcome.document === undefined) {
      throw new Error(`${script[key].name} has got no statement for ${periodName}`);
    }
    demo.statements.set(key, { statement: JSON.parse(outcome.document) as Statement, files: outcome.files });
  }
}

function compare(demo: Demo): void {
  for (const [key, { statement }] of demo.statements) {
    const found = differences(statement, expectedStatement(key));
    demo.problems.push(...found.map((difference) => `${script[key].name}: ${difference}`));
  }
  for (const { key, program } of Object.values(tenantsOf(demo))) {
    if (program.counts.refused === 0) continue;
    demo.problems.push(`${script[key].name}: its program refused ${program.counts.refused} requests of the platform`);
  }
  if (demo.problems.length > 0) throw new Error('They differ, or something else is wrong');
}

function platformOf({ platform }: Demo): RunningPlatform {
  if (platform === undefined) throw new Error('The platform has not been started');
  return platform;
}

function tenantsOf({ tenants }: Demo): Tenants {
  if (tenants === undefined) throw new Error('The tenants have not been enrolled');
  return tenants;
}
