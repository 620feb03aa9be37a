import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listKeys } from '../../../lib/store/resource.ts';
import { type Credentials, send } from '../gateway.ts';
import { seeded, usageEvents } from '../usage/stream.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';

let platform: BillingPlatform;
beforeAll(async () => {
  platform = await startBillingPlatform('2026-11-10T12:00:00Z');
});
afterAll(() => platform.close());

const statusOf = async ({ sid }: Credentials) =>
  (await send(platform.accountApi, { method: 'GET', path: `/v1/Accounts/${sid}`, as: platform.operator })).body[
    'Status'
  ];
const periodsOf = async ({ sid }: Credentials) => {
  const path = `/v1/Accounts/${sid}/Statements`;
  const { body } = await send(platform.billingApi, { method: 'GET', path, as: platform.operator });
  return (body['Statements'] as { Period: string }[]).map(({ Period }) => Period);
};
const close = ({ sid }: Credentials) =>
  send(platform.accountApi, {
    method: 'POST',
    path: `/2010-04-01/Accounts/${sid}.json`,
    as: platform.operator,
    form: { Status: 'closed' },
  });

/** A call as it stands in the table: while it lives, it waits in `due` for the time at which it ought to have ended. */
async function keepCall({ sid: accountSid }: Credentials, lives: boolean): Promise<void> {
  const { documents } = await import('../../../lib/store/table.ts');
  const sid = `CA${'7'.repeat(32)}`;
  const listed = listKeys({ accountSid, type: 'call', createdAt: Date.parse('2026-11-10T12:00:00Z'), sid });
  const due = lives
    ? { duePK: 'minute#0', dueSK: `${Date.parse('2026-11-13T00:00:00Z')}#call#call.overdue#${sid}` }
    : {};
  await documents.send(
    new PutCommand({ TableName: process.env['TABLE_NAME'], Item: { PK: `RES#${sid}`, SK: 'RES', ...listed, ...due } }),
  );
}

// Guarantee: an account that is closed with a call live is billed on until the call has ended; then it has one final statement,
// of every use, up to its last day, and no other after it (billing.md, rule 14).
test('closed with a call live', async () => {
  const account = await platform.enrolIn('UTC', 'Leaving');
  await keepCall(account, true);
  expect((await close(account)).body['status']).toBe('closed');
  expect(await statusOf(account)).toBe('closing');
  platform.turnClock('2026-11-12T03:00:00Z');
  await platform.run({ AccountSid: account.sid });
  expect([await statusOf(account), await periodsOf(account)]).toEqual(['closing', []]);

  await platform.use(
    usageEvents([{ sid: account.sid, zone: 'UTC' }], 5, Date.parse('2026-11-12T03:00:00Z'), seeded(1)),
  );
  await keepCall(account, false);
  platform.turnClock('2026-11-13T00:15:00Z');
  await platform.run({ AccountSid: account.sid });
  expect([await statusOf(account), await periodsOf(account)]).toEqual(['closed', ['2026-11']]);
  const json = JSON.parse(await platform.readStatementBytes(`${account.sid}/2026-11-1`, 'json'));
  expect(json).toMatchObject({ Final: true, Period: { EndsAt: '2026-11-13T00:00:00.000Z' }, IssuedOn: '2026-11-13' });
  expect(json.Accounts).toMatchObject([{ Lines: 5 }]);

  platform.turnClock('2027-02-01T06:00:00Z');
  await platform.run();
  expect(await periodsOf(account)).toEqual(['2026-11']);
  const verified = await send(platform.billingApi, {
    method: 'GET',
    path: `/v1/Accounts/${account.sid}/Verify`,
    as: platform.operator,
  });
  expect(verified.body).toMatchObject({ Intact: true, Statements: 1, LedgerLines: 5 });
});
