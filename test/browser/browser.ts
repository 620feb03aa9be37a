import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of this machine; undefined where none is installed. CHROMIUM names another one. */
export const installedBrowser = [process.env['CHROMIUM'] ?? '', ...places].find(existsSync);

/** A page, and what its browser complained of: errors, warnings, whatever the page’s policy has stopped. */
export type Watched = { readonly browser: Browser; readonly page: Page; readonly complaints: readonly string[] };

/** Opens a page in that browser. */
export async function openPage(executablePath: string): Promise<Watched> {
  // Without its own sandbox, since root, as whom CI runs, may not have one.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1_360, height: 900 } });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { browser, page, complaints };
}
