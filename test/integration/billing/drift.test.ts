import { type PutObjectCommandInput, S3ServiceException } from '@aws-sdk/client-s3';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Credentials, send } from '../gateway.ts';
import { seeded, usageEvents } from '../usage/stream.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';

let platform: BillingPlatform;
beforeAll(async () => {
  platform = await startBillingPlatform('2026-11-30T12:00:00Z');
});
afterAll(() => platform.close());

/** Changes a rollup behind the ledger's back. */
async function addTo(account: Credentials, amount: number): Promise<void> {
  const { documents } = await import('../../../lib/store/table.ts');
  const rollups = (await platform.items()).filter(
    ({ PK, SK }) => PK === `ROL#${account.sid}#0` && String(SK).startsWith('local#'),
  );
  const [first] = rollups;
  await documents.send(
    new UpdateCommand({
      TableName: process.env['TABLE_NAME'],
      Key: { PK: first?.['PK'], SK: first?.['SK'] },
      UpdateExpression: 'ADD amount :more',
      ExpressionAttributeValues: { ':more': amount },
    }),
  );
}

const statementsOf = async (account: Credentials) =>
  (await send(platform.billingApi, { method: 'GET', path: `/v1/Accounts/${account.sid}/Statements`, as: account }))
    .body['Statements'];

// Guarantee: a day whose rollups differ from its ledger by one nano-unit is not sealed, no statement comes of it, the run
// says so, and the other accounts are billed all the same (billing.md, rule 7).
test('one nano-unit of drift makes no statement', async () => {
  const drifting = await platform.enrolIn('UTC', 'Drifting');
  const sound = await platform.enrolIn('UTC', 'Sound');
  for (const [index, { sid }] of [drifting, sound].entries()) {
    await platform.use(usageEvents([{ sid, zone: 'UTC' }], 10, Date.parse('2026-11-30T20:00:00Z'), seeded(index)));
  }
  await addTo(drifting, 1);
  platform.turnClock('2026-12-01T00:15:00Z');

  const run = await platform.run();
  expect(run).toMatchObject({
    Status: 'running',
    Problem: `${drifting.sid}: ${drifting.sid} 20261130: rollups and ledger do not agree.`,
  });
  expect(await statementsOf(drifting)).toEqual([]);
  expect(await statementsOf(sound)).toHaveLength(1);
  expect((await platform.items()).filter(({ PK }) => String(PK).startsWith(`SEA#${drifting.sid}`))).toEqual([]);

  await addTo(drifting, -1);
  expect(await platform.run()).toMatchObject({ Status: 'completed', Problem: null });
  expect(await statementsOf(drifting)).toHaveLength(1);
});

// Guarantee: nothing that was written for a statement can be written over. (The local bucket does not know If-None-Match;
// here it is taught to refuse as S3 does.)
test('bytes are written once', async () => {
  const { s3 } = await import('../../../lib/store/bucket.ts');
  const { writeTextOnce: writeOnce } = await import('../../../functions/billing/statement-bytes.ts');
  type Next = (args: { input: PutObjectCommandInput }) => Promise<object>;
  const refusing =
    (next: Next, context: { commandName?: string }): Next =>
    async (args) => {
      const { IfNoneMatch, Key = '' } = args.input;
      if (context.commandName !== 'PutObjectCommand') return next(args);
      expect(IfNoneMatch).toBe('*');
      const there = await platform.readStatementBytes(Key.replace('.json', ''), 'json').catch(() => undefined);
      if (there === undefined) return next(args);
      throw new S3ServiceException({
        name: 'PreconditionFailed',
        $fault: 'client',
        $metadata: { httpStatusCode: 412 },
      });
    };
  s3.middlewareStack.add(refusing as never, { step: 'initialize', name: 'refusing' });
  expect(await writeOnce('kept/2026-11-1', 'json', 'first')).toBe('first');
  expect(await writeOnce('kept/2026-11-1', 'json', 'second')).toBe('first');
  s3.middlewareStack.remove('refusing');
  expect(await platform.readStatementBytes('kept/2026-11-1', 'json')).toBe('first');
});
