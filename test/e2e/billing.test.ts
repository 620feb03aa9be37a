import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { repository } from '../../lib/local/repository.ts';
import { type Tenant, World } from './world.ts';

let world: World;
let tenant: Tenant;
beforeAll(async () => {
  world = await World.start(Date.parse('2026-11-29T15:00:00Z'));
  tenant = await world.enrol('Northwind');
  const from = await tenant.rentNumber();
  await tenant.client.messages.create({ from, to: '+14155550191', body: 'x'.repeat(161) });
  await world.pass('30s');
});
afterAll(() => world?.close());

/** `npm run billing` in a process of its own. */
async function billing(...args: string[]): Promise<{ code: number; output: string }> {
  const command = ['lib/local/billing.ts', '--directory', world.directory, ...args];
  const child = spawn(process.execPath, command, { cwd: repository, stdio: 'pipe' });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(String(chunk)));
  const [code] = await once(child, 'close');
  return { code, output: chunks.join('') };
}

const saved = () => readdirSync(join(world.directory, 'statements')).sort();
const read = (name: string) => readFileSync(join(world.directory, 'statements', name), 'utf8');

// Guarantee: a period that is not over is not closed: the preview is shown, saved and marked, and how to close it is said.
test('an open period', async () => {
  const { code, output } = await billing('--period', '2026-11', '--account', tenant.sid);
  expect(code).toBe(0);
  expect(output).toContain('PREVIEW, not a statement: 2026-11 is open until 2026-12-01T00:15:00.000Z');
  expect(output).toContain('--turn-clock');
  expect(saved()).toEqual(['csv', 'html', 'json', 'pdf'].map((form) => `${tenant.sid}-2026-11-PREVIEW.${form}`));
  expect(read(`${tenant.sid}-2026-11-PREVIEW.html`)).toContain('This is a preview, not a statement.');
});

// Guarantee: one command closes the month on this machine; a second one shows the same statement, byte for byte.
test('closed by turning the clock, and closed once', async () => {
  const first = await billing('--period', '2026-11', '--account', tenant.sid, '--turn-clock');
  expect(first).toMatchObject({ code: 0, output: expect.stringContaining(`Statement ${tenant.sid}-2026-11-1`) });
  expect(first.output).toMatch(/sms-outbound to \+1, 1 × = 2 segments +0\.0158/);
  expect(first.output).toMatch(/PAYABLE, USD +\d+\.\d\d\n/);
  const names = saved().filter((name) => !name.includes('PREVIEW'));
  const bytes = names.map(read);
  expect(names).toHaveLength(4);

  const second = await billing('--period', '2026-11');
  expect(second.code).toBe(0);
  expect(names.map(read)).toEqual(bytes);
  const statements = await world.ask('GET', `/v1/Accounts/${tenant.sid}/Statements`, { as: tenant });
  expect(statements.body['Statements']).toHaveLength(1);
});

// Guarantee: what was billed is proven from a terminal; one amount changed in the table is named, and the command fails.
test('verified', async () => {
  const intact = await billing('--verify', '--account', tenant.sid);
  expect(intact).toMatchObject({
    code: 0,
    output: expect.stringMatching(/Intact: 1 accounts, 1 statements, .* ledger lines/),
  });

  const { client, TableName, line } = await aLedgerLine();
  await client.send(new PutCommand({ TableName, Item: { ...line, amount: 1 } }));
  const changed = await billing('--verify');
  expect(changed.code).toBe(1);
  expect(changed.output).toContain(
    `  ${tenant.sid}, 2026-11: ledger-line ${line['PK']} / ${line['SK']} is not what was put\n`,
  );
  await client.send(new PutCommand({ TableName, Item: line }));
  client.destroy();
});

/** A line of the tenant's ledger, past the API. */
async function aLedgerLine() {
  const { AWS_ENDPOINT_URL_DYNAMODB: endpoint = '', TABLE_NAME: TableName } = world.platform.stack.environment;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: 'us-east-1', credentials }));
  const { Items = [] } = await client.send(new ScanCommand({ TableName }));
  const line = Items.find(({ PK }) => String(PK).startsWith(`LED#${tenant.sid}`));
  if (line === undefined) throw new Error('The tenant has used nothing.');
  return { client, TableName, line };
}

// Guarantee: what cannot be done ends with a sentence and a code.
test('an account that is not there', async () => {
  const { code, output } = await billing('--period', '2026-11', '--account', `AC${'0'.repeat(32)}`);
  expect(code).toBe(1);
  expect(output).toContain('was not found (HTTP 404)');
});
