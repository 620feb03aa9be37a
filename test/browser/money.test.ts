import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Tenant, World } from '../e2e/world.ts';
import { eventually } from '../eventually.ts';
import { installedBrowser, openPage, type Watched } from './browser.ts';

const hostile = '<img src=x onerror=alert(1)>';
const plan = {
  Plan: 'limited',
  Currency: 'USD',
  EffectiveFrom: '2026-01-01T00:00:00Z',
  Lines: [
    { Meter: 'sms-outbound', Price: { Model: 'per-unit', Price: '0.10' } },
    { Meter: 'phonenumbers', Price: { Model: 'per-unit', Price: '0.0385' } },
  ],
  Tiers: [{ Name: 'bronze', Limits: [{ Meter: 'sms-outbound', Units: 40, AtLimit: 'refuse' }] }],
};

if (installedBrowser === undefined) {
  process.stderr.write('Skipped: money in a browser. No Chromium is installed here (apt-get install chromium).\n');
}
const inBrowser = (guaranteed: string, run: () => Promise<void>): void =>
  test(guaranteed, installedBrowser === undefined ? () => undefined : run, 90_000);

let world: World;
let tenant: Tenant;
let watched: Watched;

/** A tenant that has sent messages; its November was closed, and rated again at half the price. */
beforeAll(async () => {
  if (installedBrowser === undefined) return;
  world = await World.start(Date.parse('2026-11-30T23:58:00Z'));
  tenant = await world.enrol(hostile);
  await post('/v1/RatePlans', plan);
  await post(`/v1/Accounts/${tenant.sid}/Profiles`, { Plan: 'limited', Tier: 'bronze' });
  const from = await tenant.rentNumber();
  await tenant.client.messages.create({ from, to: '+14155550191', body: 'November' });
  await world.pass('18m');
  await post('/v1/BillingRuns', {});
  await eventually('the statement of November', async () => {
    const { body } = await world.ask('GET', `/v1/Accounts/${tenant.sid}/Statements`, { as: tenant });
    return (body['Statements'] as unknown[]).length === 1;
  });
  const Overrides = [{ Meter: 'sms-outbound', Price: '0.05' }];
  await post(`/v1/Accounts/${tenant.sid}/Profiles`, { Plan: 'limited', Tier: 'bronze', Overrides });
  await post(`/v1/Accounts/${tenant.sid}/Reratings`, { Period: '2026-11', Lines: 'all', Reason: hostile });
  await tenant.client.messages.create({ from, to: '+14155550191', body: 'December' });
  await world.pass('30s');
  await tenant.client.api.v2010.accounts.create({ friendlyName: 'Branch' });
  watched = await openPage(installedBrowser);
  watched.page.setDefaultTimeout(20_000);
}, 120_000);

afterAll(async () => {
  if (installedBrowser === undefined) return;
  await watched?.browser.close();
  await world?.close();
});

/** Asks as the operator; throws unless it worked. */
async function post(path: string, json: object): Promise<void> {
  const { accountSid: sid, authToken } = world.platform.operator;
  const { status, body } = await world.ask('POST', path, { as: { sid, authToken }, json });
  if (status >= 300) throw new Error(`POST ${path}: ${status} ${JSON.stringify(body)}`);
}

async function signIn({ sid, authToken }: { sid: string; authToken: string }): Promise<void> {
  const { page } = watched;
  await page.goto(world.platform.console.url);
  await page.getByLabel('Account SID').fill(sid);
  await page.getByLabel('Auth token').fill(authToken);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
}

const goTo = (name: string) => watched.page.getByRole('link', { name, exact: true }).click();
/** What stands under a term: a tile of figures. */
const tile = (term: string, figure: string) =>
  watched.page
    .getByRole('main')
    .locator('dl.tiles > div')
    .filter({ hasText: new RegExp(`^${term}`) })
    .filter({ hasText: figure });

// Guarantee: the operator sees what a tenant has and what of its limits is left, lets it pay in advance and adds a payment; whatever
// its names and notes are, they are only text.
inBrowser('the operator and a tenant’s balance', async () => {
  const { page, complaints } = watched;
  const { accountSid: sid, authToken } = world.platform.operator;
  await signIn({ sid, authToken });
  await page.getByRole('button', { name: `Act as ${hostile}` }).click();
  await page.getByRole('heading', { name: hostile }).waitFor();
  await goTo('Balance');
  await tile('Charged in 2026-12', '0.00 USD').waitFor();
  await page.getByText('1 of 40 segments').waitFor();
  await page.getByText('39 left').waitFor();

  await page.getByText('Change how the account pays').click();
  await page.getByLabel('It pays').selectOption('prepaid');
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByText('Saved: it holds').waitFor();
  await page.getByText('Add a top-up').click();
  await page.getByLabel('Amount in USD').fill('20.0000000001');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('alert').filter({ hasText: 'Amount' }).waitFor();
  await page.getByLabel('Amount in USD').fill('20.00');
  await page.getByLabel('Note').fill(hostile);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('20.00 USD added.').waitFor();
  await page.getByRole('row').filter({ hasText: '20.00 USD' }).filter({ hasText: hostile }).waitFor();
  await tile('Available', '20.00 USD').waitFor();
  expect(await page.locator('img').count()).toBe(0);
  expect(complaints.filter((complaint) => !complaint.includes('400'))).toEqual([]);
});

// Guarantee: a tenant sees its own balance, and is told where it asks; what belongs to a statement is found with it: its credit notes, what
// was rated again, and each form; the running month before it is closed.
inBrowser('a tenant’s statements', async () => {
  const { page, complaints } = watched;
  const before = complaints.length;
  await world.pass('11s'); // The mode has begun.
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(tenant);
  await goTo('Balance');
  await tile('Available', '20.00 USD').waitFor();
  expect(await page.getByText('Add a top-up').count()).toBe(0);
  await page.getByText('Change the alerts').click();
  await page.getByLabel(/^Balances in USD/).fill('25.00 5');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The account is told when the balance falls below 25.00, 5.00 USD').waitFor();

  await goTo('Statements');
  await page.getByRole('main').getByRole('link', { name: '2026-11', exact: true }).first().click();
  await page.getByRole('heading', { name: 'Statement 2026-11' }).waitFor();
  const note = page.getByRole('row').filter({ hasText: '-CN1' });
  await note.filter({ hasText: hostile }).filter({ hasText: '0.05 USD' }).waitFor();
  await page
    .getByRole('row')
    .filter({ hasText: 'given back by a credit note' })
    .filter({ hasText: '-0.05 USD' })
    .waitFor();
  await note.getByRole('button', { name: /^Show Credit note/ }).click();
  const sheet = page.frameLocator('iframe');
  await sheet.getByText(hostile).first().waitFor();
  expect(await sheet.locator('img').count()).toBe(0);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save Statement 2026-11 as PDF' }).click();
  expect((await saved).suggestedFilename()).toBe('statement-2026-11.pdf');

  await goTo('All statements');
  await page.getByRole('button', { name: 'Show Preview' }).click();
  await sheet.getByRole('heading', { name: 'Preview of a statement' }).waitFor();

  await goTo('Overview');
  await page.getByRole('button', { name: 'Act as Branch' }).click();
  await page.getByRole('heading', { name: 'Branch' }).waitFor();
  await goTo('Balance');
  await page.getByText('From its parent account’s balance').waitFor();
  expect(complaints.slice(before)).toEqual([]);
});
