import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { nanoOf, sum } from '../../../lib/money/nano.ts';
import { type Credentials, type GatewayRequest, gatewayEvent, send } from '../gateway.ts';
import { seeded, usageEvents } from '../usage/stream.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';

let platform: BillingPlatform;
beforeAll(async () => {
  platform = await startBillingPlatform('2026-11-20T12:00:00Z');
});
afterAll(() => platform.close());

const ask = (request: Omit<GatewayRequest, 'as'>, as: Credentials = platform.operator) =>
  send(platform.billingApi, { ...request, as });
const post = (account: Credentials, what: string, json: object, as?: Credentials) =>
  ask({ method: 'POST', path: `/v1/Accounts/${account.sid}/${what}`, json }, as);
const statementOf = async (account: Credentials, name: string) =>
  (await ask({ method: 'GET', path: `/v1/Accounts/${account.sid}/Statements/${name}` }, account)) as {
    readonly status: number;
    readonly body: Readonly<Record<'Net' | 'Payable' | 'Total', string>> & {
      readonly Operator: object;
      readonly Account: { readonly Name: string };
      readonly Taxes: readonly { readonly Rate: string; readonly Amount: string }[];
      readonly Accounts: readonly { readonly Sid: string; readonly Lines: number; readonly Amount: string }[];
    };
  };

/** A statement's PDF, as bytes. */
async function pdfOf(account: Credentials, name: string): Promise<Buffer> {
  const request = { method: 'GET', path: `/v1/Accounts/${account.sid}/Statements/${name}`, as: account } as const;
  const answer = await platform.billingApi(gatewayEvent(request), { getRemainingTimeInMillis: () => 29_000 } as never);
  expect([answer.statusCode, answer.headers?.['content-type'], answer.isBase64Encoded]).toEqual([
    200,
    'application/pdf',
    true,
  ]);
  return Buffer.from(answer.body ?? '', 'base64');
}

// Guarantee: a statement names both parties as the operator set them, and has the taxes in force when its period ended; what
// is set later changes the next statement and not this one. Its PDF is made once and stands.
test('names, addresses, taxes, PDF', async () => {
  const account = await platform.enrolIn('UTC', 'Shop');
  expect((await post(account, 'BillingDetails', { LegalName: 'Forged' }, account)).status).toBe(404);
  await post(platform.operator, 'BillingDetails', { LegalName: 'Carrier plc', Address: ['1 Square', 'London'] });
  const details = { LegalName: 'Shop GmbH', Address: ['Hauptstraße 1', 'Berlin'], TaxNumber: 'DE 123' };
  expect(await post(account, 'BillingDetails', details)).toMatchObject({ status: 200, body: details });
  expect(await post(account, 'Taxes', { Name: 'VAT', Rate: '19.0' })).toMatchObject({
    status: 201,
    body: { Taxes: [{ Name: 'VAT', Rate: '19', ValidFrom: '2026-11-20T12:00:00.000Z' }] },
  });
  expect((await post(account, 'Taxes', { Name: 'VAT', Rate: '101' })).body['message']).toContain('Rate');
  expect((await post(account, 'Taxes', { Name: 'VAT', Rate: '1', ValidFrom: '2026-11-01T00:00:00Z' })).status).toBe(
    400,
  );
  await post(account, 'Taxes', { Name: 'VAT', Rate: '20', ValidFrom: '2026-12-01T00:00:00Z' });
  const events = usageEvents([{ sid: account.sid, zone: 'UTC' }], 60, Date.parse('2026-11-20T18:00:00Z'), seeded(3));
  await platform.use(events);
  const preview = await pdfOf(account, 'Preview.pdf');
  expect(preview.subarray(0, 5).toString()).toBe('%PDF-');

  platform.turnClock('2026-12-01T00:15:00Z');
  await post(account, 'BillingDetails', { LegalName: 'Renamed GmbH' });
  await platform.run({ AccountSid: account.sid });
  const { body } = await statementOf(account, '2026-11.json');
  expect([body.Operator, body.Account]).toEqual([
    { Name: 'Carrier plc', Address: ['1 Square', 'London'], TaxNumber: null },
    { Sid: account.sid, Name: 'Shop GmbH', Address: ['Hauptstraße 1', 'Berlin'], TaxNumber: 'DE 123' },
  ]);
  const net = nanoOf(body.Net);
  expect(body.Taxes).toMatchObject([{ Name: 'VAT', Rate: '19' }]);
  const tax = nanoOf(body.Taxes[0]?.Amount ?? '');
  expect(nanoOf(body.Payable)).toBe(net + tax);
  expect(tax).toBe((((net / 10_000_000n) * 19n * 2n + 100n) / 200n) * 10_000_000n);

  const pdf = await pdfOf(account, '2026-11.pdf');
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(Buffer.compare(await pdfOf(account, '2026-11.pdf'), pdf)).toBe(0);

  platform.turnClock('2027-01-01T00:15:00Z');
  await platform.run({ AccountSid: account.sid });
  const { body: next } = await statementOf(account, '2026-12.json');
  expect([next.Account.Name, next.Taxes.map(({ Rate }) => Rate)]).toEqual(['Renamed GmbH', ['20']]);
});

// Guarantee: a sub-account that rolls up has no statement of its own: its usage is on its parent's, with its subtotal, and
// the parent closes after it, whichever of the two a run meets first (billing.md, rule 14).
test('roll-up', async () => {
  platform.turnClock('2027-01-10T12:00:00Z');
  const parent = await platform.enrolIn('UTC', 'Parent');
  const [child, own] = [await platform.enrol(parent, 'Child'), await platform.enrol(parent, 'Own')];
  expect(await post(parent, 'BillingDetails', { Statements: 'parent' })).toMatchObject({ status: 400 });
  expect(await post(child, 'BillingDetails', { Statements: 'parent' })).toMatchObject({
    status: 200,
    body: { Statements: [{ FromPeriod: '2027-01', To: 'parent' }] },
  });
  const used = [parent, child, own].map(({ sid }, index) =>
    usageEvents([{ sid, zone: 'UTC' }], 30, Date.parse('2027-01-10T18:00:00Z'), seeded(index)),
  );
  await platform.use(used.flat(), (index) => index % 4 !== 0);
  platform.turnClock('2027-02-01T00:15:00Z');
  await platform.run({ AccountSid: parent.sid }); // The child has not been billed yet.
  await platform.run();

  const { body } = await statementOf(parent, '2027-01.json');
  expect(body.Accounts.map(({ Sid, Lines }) => [Sid, Lines])).toEqual([
    [parent.sid, 30],
    [child.sid, 30],
  ]);
  expect(sum(body.Accounts.map(({ Amount }) => nanoOf(Amount)))).toBe(nanoOf(body.Total));
  expect((await statementOf(child, '2027-01.json')).status).toBe(404);
  expect((await statementOf(own, '2027-01.json')).body.Accounts).toHaveLength(1);

  platform.turnClock('2027-02-10T00:15:00Z');
  await post(child, 'BillingDetails', { Statements: 'own' });
  platform.turnClock('2027-03-01T00:15:00Z');
  await platform.run();
  expect((await statementOf(parent, '2027-02.json')).body.Accounts).toHaveLength(1);
  expect((await statementOf(child, '2027-02.json')).body).toMatchObject({ PreviousNumber: null, Total: '0.00' });
});
