import { usageEvent } from '../../lib/metering/usage-event.ts';
import { type BillingPlatform, startBillingPlatform } from '../integration/billing/billing-platform.ts';
import type { Credentials, Handler, send } from '../integration/gateway.ts';
import { putInBulk } from './bulk.ts';

const opensAt = '2026-11-01T00:00:00Z';
const closesAt = '2026-12-01T00:30:00Z';
const days = 30;
const hour = 3_600_000;
const numbers = ['+4930123456', '+15551230000', '+447911123456', '+33612345678', '+19005550100'];

/** What one piece of work took: of CPU in this process, which has the bucket in it, and the most memory that was seen meanwhile. */
export type Step = {
  readonly step: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Megabytes at the most: of JavaScript's heap, of the whole process. */
  readonly heap: number;
  readonly rss: number;
  /** Bytes of what was answered or stored. */
  readonly bytes: number;
};

export type LargeAccount = { readonly lines: number; readonly steps: readonly Step[] };

/** What an operator asks of one account with very many uses in one month, each measured by itself. */
export async function billLargeAccount(lines: number): Promise<LargeAccount> {
  const platform = await startBillingPlatform(opensAt);
  try {
    const account = await platform.enrolIn('UTC', 'Very large');
    await useInBulk(account, lines);
    return { lines, steps: await stepsOf(platform, account) };
  } finally {
    await platform.close();
  }
}

async function stepsOf(platform: BillingPlatform, account: Credentials): Promise<Step[]> {
  const { billAccount } = await import('../../functions/billing/bill-account.ts');
  const { handler: usage } = await import('../../functions/usage/http.ts');
  const ask =
    (path: string, api: Handler = platform.billingApi) =>
    async () => {
      const request = { method: 'GET', path, as: platform.operator } as const;
      const { body } = await answerOf(api, request);
      return body;
    };
  const own = `/v1/Accounts/${account.sid}`;
  const records = `/2010-04-01/Accounts/${account.sid}/Usage/Records/Daily.json?StartDate=2026-11-01&EndDate=2026-11-30`;
  const steps: Step[] = [];
  const take = async (step: string, work: () => Promise<number>) => {
    process.stderr.write(`${step}\n`);
    steps.push(await measured(step, work));
  };
  platform.turnClock('2026-11-30T23:59:59Z');
  await take('preview.json', ask(`${own}/Statements/Preview.json`));
  await take('preview.json, by the worker', async () => {
    await platform.workQueue();
    return ask(`${own}/Statements/Preview.json`)();
  });
  await take('preview.csv', ask(`${own}/Statements/Preview.csv`));
  await take('usage records', ask(records, usage as unknown as Handler));
  await take('export of a page', ask(`${own}/Exports/ledger.csv?Period=2026-11`));
  platform.turnClock('2026-11-30T00:20:00Z');
  await take('seal 29 days', async () => {
    await billAccount(account.sid, Date.parse('2026-11-30T00:20:00Z'));
    return 0;
  });
  platform.turnClock(closesAt);
  await take('seal the last day, close', async () => {
    await billAccount(account.sid, Date.parse(closesAt));
    return 0;
  });
  for (const form of ['json', 'csv', 'html', 'pdf'])
    await take(`statement.${form}`, ask(`${own}/Statements/2026-11.${form}`));
  await take('verify', ask(`${own}/Verify?Period=2026-11`));
  const rerate = (json: object) => async () =>
    (await answerOf(platform.billingApi, { method: 'POST', path: `${own}/Reratings`, as: platform.operator, json }))
      .body;
  await take('re-rate UNRATED lines', rerate({ Period: '2026-11' }));
  await take('re-rate the month', rerate({ Period: '2026-11', Lines: 'all', PricesAsOf: opensAt }));
  return steps;
}

async function answerOf(api: Handler, request: Parameters<typeof send>[1]): Promise<{ readonly body: number }> {
  const { gatewayEvent } = await import('../integration/gateway.ts');
  const { statusCode = 0, body = '' } = await api(gatewayEvent(request), {
    getRemainingTimeInMillis: () => 29_000,
  } as never);
  process.stderr.write(`  ${statusCode} ${statusCode >= 400 || statusCode === 202 ? body.slice(0, 300) : ''}\n`);
  return { body: Buffer.byteLength(body) };
}

/** Uses of all kinds, spread over the month; the items are those that metering and rating write. */
async function useInBulk({ sid }: Credentials, lines: number): Promise<void> {
  const { putUsageEvent } = await import('../../lib/metering/usage-event.ts');
  const { putLedgerLine } = await import('../../lib/metering/ledger-line.ts');
  const { addToRollups } = await import('../../lib/metering/rollup.ts');
  const { ledgerLine } = await import('../../lib/metering/rate-usage.ts');
  const { planInForce } = await import('../../lib/metering/plan-in-force.ts');
  const { commit } = await import('../../lib/store/commit.ts');
  const perDay = Math.ceil(lines / days);
  for (let day = 0; day < days; day += 1) {
    if (day % 10 === 0) process.stderr.write(`day ${day + 1} of ${days}\n`);
    const events = Array.from({ length: Math.min(perDay, lines - day * perDay) }, (_, index) => {
      const finalizedAt = Date.parse(opensAt) + day * 24 * hour + Math.floor(((index + 1) * 24 * hour) / (perDay + 2));
      const isMessage = index % 4 === 0;
      return usageEvent(
        { sid, zone: 'UTC' },
        {
          ...{ microService: isMessage ? 'sms' : 'call', meter: isMessage ? 'sms-outbound' : 'calls-outbound' },
          ...{ sequence: 0, configurationVersion: 0, quantity: BigInt(1 + ((index * 37) % (isMessage ? 3 : 600))) },
          resourceSid: `${isMessage ? 'SM' : 'CA'}${hashed(day * perDay + index)}`,
          destination: numbers[index % numbers.length],
          ...{ startedAt: finalizedAt - 600_000, finalizedAt },
        },
      );
    });
    const rated = await Promise.all(
      events.map(async (event) => ledgerLine(event, await planInForce(event, Date.parse(closesAt)))),
    );
    await putInBulk([...events.map(putUsageEvent), ...rated.map(putLedgerLine)]);
    await commit(addToRollups(rated));
  }
}

/** 32 hexadecimal digits that look like a SID's. */
const hashed = (index: number): string =>
  Array.from({ length: 4 }, (_, part) => Math.imul(index * 4 + part + 1, 0x9e3779b1) >>> 0)
    .map((word) => word.toString(16).padStart(8, '0'))
    .join('');

/** Memory is looked at all the while, and as the kernel has seen it since the work began. */
async function measured(step: string, work: () => Promise<number>): Promise<Step> {
  globalThis.gc?.();
  let heap = 0;
  let rss = 0;
  const look = () => {
    heap = Math.max(heap, process.memoryUsage().heapUsed);
    rss = Math.max(rss, process.memoryUsage().rss);
  };
  const looking = setInterval(look, 20);
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const bytes = await work();
  const { user, system } = process.cpuUsage(before);
  look();
  clearInterval(looking);
  const seconds = (performance.now() - startedAt) / 1_000;
  const megabytes = (size: number) => Math.round(size / 1_048_576);
  return { step, seconds, cpuSeconds: (user + system) / 1_000_000, heap: megabytes(heap), rss: megabytes(rss), bytes };
}
