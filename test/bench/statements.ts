import { usageEvent } from '../../lib/metering/usage-event.ts';
import { type BillingPlatform, startBillingPlatform } from '../integration/billing/billing-platform.ts';
import { streamEvent } from '../integration/usage/stream.ts';
import { putInBulk } from './bulk.ts';

const enrolledAt = '2026-11-30T12:00:00Z';
const usedAt = Date.parse('2026-11-30T13:00:00Z');
const closesAt = '2026-12-01T00:30:00Z';
const usesEach = 2;
const atOnce = 50;

export type StatementSpeed = {
  readonly accounts: number;
  readonly seconds: number;
  /** Of CPU, in the worker's process, which has queue and bucket in it. A busy machine changes it less than the seconds. */
  readonly cpuSeconds: number;
  readonly statementsPerSecond: number;
};

/**
 * How many accounts a second one worker bills: each has used something on the month's last day, which is sealed, and the
 * month closed with a statement in the bucket. Dispatcher, queue and worker are the platform's own.
 */
export async function closeMonth(accounts: number): Promise<StatementSpeed> {
  const platform = await startBillingPlatform(enrolledAt);
  try {
    await enrolAll(platform, accounts);
    platform.turnClock(closesAt);
    process.stderr.write(`billing ${accounts} accounts\n`);
    const before = performance.now();
    const cpu = process.cpuUsage();
    const run = await platform.run();
    const seconds = (performance.now() - before) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    if (run['Status'] !== 'completed' || run['Problem'] !== null) throw new Error(`The run: ${JSON.stringify(run)}`);
    if (run['Accounts'] !== accounts) throw new Error(`The run has billed ${run['Accounts']} accounts.`);
    return { accounts, seconds, cpuSeconds: (user + system) / 1_000_000, statementsPerSecond: accounts / seconds };
  } finally {
    await platform.close();
  }
}

/** In bulk, but for rating: the items are those that enrolment and metering write. */
async function enrolAll(platform: BillingPlatform, accounts: number): Promise<void> {
  const { writesOfNew } = await import('../../functions/account/enrol-account.ts');
  const { allBy } = await import('../../functions/account/choose-profiles.ts');
  const { handler: rate } = await import('../../functions/usage/stream.ts');
  const { putUsageEvent } = await import('../../lib/metering/usage-event.ts');
  const { newSid } = await import('../../lib/store/sid.ts');
  const enrolment = { role: 'tenant', parentSid: platform.operator.sid, zone: 'UTC', currency: 'USD' } as const;
  const by = { by: platform.operator.sid, at: Date.parse(enrolledAt), profiles: [allBy('standard')] };
  for (let enrolled = 0; enrolled < accounts; enrolled += atOnce) {
    if (enrolled % 1_000 === 0) process.stderr.write(`enrolling ${enrolled} of ${accounts} accounts\n`);
    const sids = Array.from({ length: Math.min(atOnce, accounts - enrolled) }, () => newSid('AC'));
    const news = sids.map((sid) => writesOfNew({ ...enrolment, ...by, sid, friendlyName: sid }));
    const events = sids.flatMap(usesOf);
    await putInBulk([...(await Promise.all(news)).flat(), ...events.map(putUsageEvent)]);
    const { batchItemFailures } = await rate(streamEvent(events));
    if (batchItemFailures.length > 0) throw new Error('Events were not rated.');
  }
}

const usesOf = (sid: string, account: number) =>
  Array.from({ length: usesEach }, (_, index) =>
    usageEvent(
      { sid, zone: 'UTC' },
      {
        ...{ microService: 'call', meter: 'calls-outbound', sequence: 0, configurationVersion: 0 },
        ...{ resourceSid: `CA${sid.slice(2, 26)}${account}${index}`, quantity: 61n, destination: '+15550199001' },
        ...{ startedAt: usedAt, finalizedAt: usedAt + 61_000 },
      },
    ),
  );
