import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningPlatform, startPlatform } from '../../lib/local/start-platform.ts';
import { Program } from '../e2e/program.ts';
import { installedBrowser, openPage, type Watched } from './browser.ts';

const hostile = '<img src=x onerror=alert(1)>';
const phone = '+14155550142';
const menu =
  '<Response><Gather numDigits="1" action="/chosen" timeout="30"><Say>Press one for the parcel</Say></Gather></Response>';

const chosen: Readonly<Record<string, string>> = {
  1: '<Response><Say>The parcel is on its way</Say><Pause length="60"/></Response>',
  2: `<Response><Dial><Conference>${hostile.replace('<', '&lt;')}</Conference></Dial></Response>`,
};

if (installedBrowser === undefined) {
  process.stderr.write(
    'Skipped: the console in a browser. No Chromium is installed here (apt-get install chromium).\n',
  );
}
const inBrowser = (guaranteed: string, run: () => Promise<void>): void =>
  test(guaranteed, installedBrowser === undefined ? () => undefined : run, 90_000);

let directory: string;
let platform: RunningPlatform;
let program: Program;
let watched: Watched;

beforeAll(async () => {
  if (installedBrowser === undefined) return;
  directory = mkdtempSync(join(tmpdir(), 'tallyline-browser-'));
  platform = await startPlatform({ directory, port: 0 });
  program = await new Program(platform.tenants[0]?.authToken ?? '').start();
  program
    .answers('/voice', menu)
    .answers('/chosen', ({ parameters }) => chosen[parameters['Digits'] ?? ''] ?? '<Response/>')
    .answers('/sms', '<Response><Message>Thank you</Message></Response>');
  watched = await openPage(installedBrowser);
  watched.page.setDefaultTimeout(20_000);
});

afterAll(async () => {
  if (installedBrowser === undefined) return;
  await watched.browser.close();
  await platform.close();
  await program.close();
  rmSync(directory, { recursive: true });
});

async function signIn({ accountSid, authToken }: { accountSid: string; authToken: string }): Promise<void> {
  const { page } = watched;
  await page.goto(platform.console.url);
  await page.getByLabel('Account SID').fill(accountSid);
  await page.getByLabel('Auth token').fill(authToken);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
}

/** Runs in the browser. */
const borderTopWidth = (element: unknown): string =>
  (globalThis as unknown as { getComputedStyle(of: unknown): { borderTopWidth: string } }).getComputedStyle(element)
    .borderTopWidth;

const goTo = (name: string) => watched.page.getByRole('link', { name, exact: true }).click();

// Guarantee: a newcomer maps a number and has a call and texts on it, all in the browser; a hostile name is only text,
// and nothing that the page does is against its own policy.
inBrowser('a tenant maps a number, dials it and sees the call', async () => {
  const { page, complaints } = watched;
  const [tenant] = platform.tenants;
  if (tenant === undefined) throw new Error('No tenant is enrolled');
  await signIn(tenant);

  await goTo('Numbers');
  await page.getByRole('link', { name: tenant.phoneNumber, exact: true }).click();
  await page.getByLabel('Name').fill(hostile);
  await page.getByLabel(/^Voice URL/).fill(program.url('/voice'));
  await page.getByLabel(/^SMS URL/).fill(program.url('/sms'));
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(`${tenant.phoneNumber} is mapped.`).waitFor();
  await goTo('Numbers');
  await page.getByRole('cell', { name: hostile, exact: true }).waitFor();
  expect(await page.locator('img').count()).toBe(0);

  await page.getByRole('button', { name: 'Phone' }).click();
  const handset = page.getByRole('complementary', { name: 'Phone' });
  await handset.getByLabel('Its number').fill(phone);
  await handset.getByRole('button', { name: 'Take this phone' }).click();
  await handset.getByLabel('Number to dial').fill(tenant.phoneNumber);
  await handset.getByRole('button', { name: 'Dial' }).click();
  await handset.getByText('Press one for the parcel').waitFor();
  await goTo('Calls');
  const call = page.getByRole('row').filter({ hasText: phone });
  await call.filter({ hasText: 'in-progress' }).waitFor();
  await handset.getByRole('button', { name: 'Key 1', exact: true }).click();
  await handset.getByText('The parcel is on its way').waitFor();
  await handset.getByRole('button', { name: 'Hang up' }).click();
  await handset.getByText('The call has ended: completed.').waitFor();
  await call.filter({ hasText: 'completed' }).filter({ hasText: 'USD' }).waitFor(); // priced
  expect(program.askedAt('/chosen').map(({ Digits }) => Digits)).toEqual(['1']);

  await handset.getByText('Send a text').click();
  await handset.getByLabel('To', { exact: true }).fill(tenant.phoneNumber);
  await handset.getByRole('textbox', { name: 'Text' }).fill(hostile);
  await handset.getByRole('button', { name: 'Send' }).click();
  await handset.getByText('Thank you').waitFor();
  await goTo('Messages');
  await page.getByRole('cell', { name: hostile, exact: true }).waitFor();

  await goTo('Statements');
  await page.getByRole('button', { name: 'Show Preview' }).click();
  const sheet = page.frameLocator('iframe');
  await sheet.getByRole('heading', { name: 'Preview of a statement' }).waitFor();
  expect(await sheet.locator('main').evaluate(borderTopWidth)).toBe('6px'); // the statement's own style is let in
  expect(complaints).toEqual([]);
});

// Guarantee: what the program was asked is seen, with how it was signed, and is asked again.
inBrowser('the inspector', async () => {
  const { page, complaints } = watched;
  await goTo('Inspector');
  const asked = page.getByRole('row').filter({ hasText: 'application-logic' }).filter({ hasText: '/chosen' });
  await asked.first().getByRole('link').first().click();
  await page.getByRole('heading', { name: 'How it was signed' }).waitFor();
  await page.getByRole('cell', { name: 'Digits', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Send it again' }).click();
  await page.getByText('Replay of').waitFor();
  expect(program.askedAt('/chosen').map(({ Digits }) => Digits)).toEqual(['1', '1']);
  expect(complaints).toEqual([]);
});

// Guarantee: a call that the platform places rings on the phone in the browser, and is answered there.
inBrowser('a call reaches the phone', async () => {
  const { page, complaints } = watched;
  await goTo('Calls');
  await page.getByText('Place a call').click();
  await page.getByRole('main').getByLabel('To', { exact: true }).fill(phone);
  await page.locator('select[name=From]').selectOption(platform.tenants[0]?.phoneNumber ?? '');
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  const handset = page.getByRole('complementary', { name: 'Phone' });
  await handset.getByRole('button', { name: /^Answer/ }).click();
  await handset.getByText('Hello. This is a call from the console.').waitFor();
  expect(complaints).toEqual([]);
});

// Guarantee: who is in a conference is seen, muted and removed.
inBrowser('a conference', async () => {
  const { page, complaints } = watched;
  const handset = page.getByRole('complementary', { name: 'Phone' });
  await handset.getByLabel('Number to dial').fill(platform.tenants[0]?.phoneNumber ?? '');
  await handset.getByRole('button', { name: 'Dial' }).click();
  await handset.getByText('Press one for the parcel').waitFor();
  await handset.getByRole('button', { name: 'Key 2', exact: true }).click();
  await goTo('Conferences');
  await goTo(hostile);
  const participant = page.getByRole('row').filter({ hasText: phone });
  await participant.getByRole('button', { name: 'Mute' }).click();
  await participant.getByRole('cell', { name: 'muted', exact: true }).waitFor();
  await participant.getByRole('button', { name: 'Remove' }).click();
  await page.getByText('Nobody is in the room.').waitFor();
  expect(complaints).toEqual([]);
});

// Guarantee: every page shows what it is for, without an error.
inBrowser('every page', async () => {
  const { page, complaints } = watched;
  for (const link of await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').all()) {
    await link.click();
    await page.getByRole('heading', { level: 1, name: (await link.textContent()) ?? '', exact: true }).waitFor();
    await page.getByRole('main').locator('p[aria-busy=true]').first().waitFor({ state: 'detached' });
    expect(await page.getByRole('alert').allTextContents()).toEqual([]);
  }
  expect(complaints).toEqual([]);
});

// Guarantee: the operator sees the tenants, acts as one, and configures its micro-service by a form made of the schema.
inBrowser('the operator acts as a tenant', async () => {
  const { page, complaints } = watched;
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(platform.operator);
  await page.getByRole('button', { name: 'Act as Beta Clinic' }).click();
  await page.getByRole('heading', { name: 'Beta Clinic' }).waitFor();
  await page.reload(); // the tab remembers who acts, and as whom
  await goTo('Micro-services');
  await page.getByLabel('Max duration seconds').fill('600');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved: version 1 is in force within 5 seconds.').waitFor();
  expect(complaints).toEqual([]);
});

// Guarantee: credentials that are refused are told in Twilio's words, and nothing is kept of them.
inBrowser('wrong credentials', async () => {
  const { page } = watched;
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Account SID').fill(platform.operator.accountSid);
  await page.getByLabel('Auth token').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').filter({ hasText: 'Error 20003' }).waitFor();
  expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
});
