import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type UsageEvent, usageEvent } from '../../../lib/metering/usage-event.ts';
import type { LedgerLine } from '../../../lib/rating/ledger-line.ts';
import { putInBulk } from '../../bench/bulk.ts';
import { type Credentials, send } from '../gateway.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';
import { Killed, killAt } from './killing.ts';

const zone = 'UTC';
const linesAtOnce = 150;
const days = 6;
const perDay = 200;
/** So long a SIP address that a part of an upload, 5 MB at least, has few lines. */
const farEnd = `sip:${'a'.repeat(9_000)}@example.com`;

let platform: BillingPlatform;

beforeAll(async () => {
  process.env['LEDGER_LINES_AT_ONCE'] = String(linesAtOnce);
  platform = await startBillingPlatform('2026-11-25T00:00:00Z');
});
afterAll(() => platform.close());

/** A use of the `index`th of a day: priced ones, some of one meter without any price, most to a far end that has none. */
function useOf(sid: string, day: number, index: number): UsageEvent {
  const finalizedAt = Date.parse('2026-11-25T00:00:00Z') + day * 86_400_000 + index * 7_000;
  const isFax = index % 50 === 0;
  const meter = isFax ? 'faxes' : index % 3 === 0 ? 'sms-outbound' : 'calls-outbound';
  return usageEvent(
    { sid, zone },
    {
      ...{
        microService: isFax ? 'fax' : index % 3 === 0 ? 'sms' : 'call',
        meter,
        sequence: 0,
        configurationVersion: 0,
      },
      resourceSid: `CA${(day * perDay + ((index * 77) % perDay)).toString(16).padStart(32, '0')}`,
      ...{ quantity: BigInt(1 + (index % 90)), startedAt: finalizedAt - 600_000, finalizedAt },
      destination: index % 2 === 0 || index < 20 ? farEnd : '+15551230000',
    },
  );
}

/** A month with uses that came late into its last day, and uses that were rated again there. */
async function useInBulk(sid: string): Promise<void> {
  const { putUsageEvent } = await import('../../../lib/metering/usage-event.ts');
  const { putLedgerLine } = await import('../../../lib/metering/ledger-line.ts');
  const { addToRollups } = await import('../../../lib/metering/rollup.ts');
  const { ledgerLine } = await import('../../../lib/metering/rate-usage.ts');
  const { planInForce } = await import('../../../lib/metering/plan-in-force.ts');
  const { commit } = await import('../../../lib/store/commit.ts');
  const events = Array.from({ length: days * perDay }, (_, index) =>
    useOf(sid, Math.floor(index / perDay), index % perDay),
  );
  const rated = async (event: UsageEvent) =>
    ledgerLine(event, await planInForce(event, Date.parse('2026-12-01T00:00:00Z')));
  const lines: LedgerLine[] = [];
  const kept: UsageEvent[] = [];
  for (const [index, event] of events.entries()) {
    const line = await rated(event);
    const isLate = index % 40 === 7 && line.day !== '20261130';
    if (!isLate) kept.push(event);
    lines.push(isLate ? { ...line, day: '20261130', lateFor: line.day } : line);
    if (line.unrated !== undefined && index % 25 === 4)
      lines.push({ ...line, ...again, id: `${line.id}#r1`, corrects: line.id, day: '20261130' });
  }
  await putInBulk([...kept.map(putUsageEvent), ...lines.map(putLedgerLine)]);
  for (let day = 0; day < days; day += 1)
    await commit(addToRollups(lines.filter((line) => line.day === `202611${25 + day}`)));
}
const again = { unrated: undefined, plan: 'standard', version: 1, billedUnits: 60n, unitPrice: '0.01' };

const get = (account: Credentials, path: string) =>
  send(platform.billingApi, { method: 'GET', path: `/v1/Accounts/${account.sid}/${path}`, as: platform.operator });

// Guarantee: a period with more lines than are ever in memory at once, closed a chunk at a time by runs that are killed again and
// again, gives the very bytes that all its lines together give (billing.md, rules 5, 9 and 11); its preview says the same.
test('closed in chunks, killed between them', async () => {
  const account = await platform.enrolIn(zone, 'Very large');
  await useInBulk(account.sid);
  platform.turnClock('2026-12-01T00:30:00Z');
  const at = Date.parse('2026-12-01T00:30:00Z');

  const asked = await get(account, 'Statements/Preview.json?Period=2026-11');
  expect([asked.status, asked.body['Status']]).toEqual([202, 'in-progress']);
  await platform.workQueue();
  const preview = await get(account, 'Statements/Preview.json?Period=2026-11');
  expect(preview.status).toBe(200);

  const { billAccount } = await import('../../../functions/billing/bill-account.ts');
  let kills = 0;
  for (let isOver = false; !isOver; ) {
    const killing = await killAt(6, kills % 2 === 0 ? 'before' : 'after');
    try {
      // Half of the runs have time for one chunk only.
      isOver = !(await billAccount(account.sid, at, () => kills % 3 !== 1)).isPaused;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
    if (!isOver) kills += 1;
    killing.remove();
    if (kills > 100) throw new Error('It does not come to an end.');
  }
  const chunks = (await platform.items()).filter(
    ({ PK, SK }) => PK === `CLO#${account.sid}` && /^2026-11#\d{5}#0000$/.test(String(SK)),
  ).length;
  expect(chunks).toBeGreaterThanOrEqual(days);

  const { gatherWithLines } = await import('../../../functions/billing/gather-statement.ts');
  const { loadAccount } = await import('../../../lib/access/account-access.ts');
  const { linesOn, makeStatement } = await import('../../../lib/statement/make-statement.ts');
  const { renderCsv } = await import('../../../lib/statement/statement-csv.ts');
  const { renderJson } = await import('../../../lib/statement/statement-document.ts');
  const stored = await loadAccount(account.sid);
  if (stored === undefined) throw new Error('The account is gone.');
  const input = await gatherWithLines(stored, '2026-11');
  const together = makeStatement(input);
  const csv = await platform.readStatementBytes(`${account.sid}/2026-11-1`, 'csv');
  expect(await platform.readStatementBytes(`${account.sid}/2026-11-1`, 'json')).toBe(renderJson(together));
  expect(csv === renderCsv(together, linesOn(input))).toBe(true);
  expect(Buffer.byteLength(csv)).toBeGreaterThan(5 * 1_024 * 1_024); // more than one part
  const { sha256 } = await import('../../../lib/statement/canonical.ts');
  const { loadStatement } = await import('../../../functions/billing/statement-item.ts');
  expect((await loadStatement(account.sid, '2026-11'))?.csvSha256).toBe(sha256(csv));
  expect(preview.body['Total']).toBe(JSON.parse(renderJson(together))['Total']);
  const verified = await get(account, 'Verify?Period=2026-11');
  expect(verified.body).toMatchObject({ Intact: true, Statements: 1, LedgerLines: linesOn(input).length });
  console.log(`${linesOn(input).length} lines in ${chunks} chunks, ${kills} runs killed or paused: the same bytes`);
}, 120_000);
