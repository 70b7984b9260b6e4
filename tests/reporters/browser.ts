/** A headless Chromium, where one is installed; its driver brings none. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

const PLACES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export const chromiumPath = PLACES.find((path) => path !== undefined && existsSync(path));

export async function openBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('no chromium');
  // In a container there is neither a sandbox for root nor much shared memory.
  return chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
}

/** What a page did that a report must not. */
export interface Watched {
  page: Page;
  console: string[];
  requests: string[];
  dialogs: string[];
}

export async function openFile(
  browser: Browser,
  path: string,
  options: { width?: number; dark?: boolean } = {},
): Promise<Watched> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: 900 },
    colorScheme: options.dark === true ? 'dark' : 'light',
  });
  const page = await context.newPage();
  const watched: Watched = { page, console: [], requests: [], dialogs: [] };
  page.on('console', (message) => watched.console.push(message.text()));
  page.on('pageerror', (error) => watched.console.push(String(error)));
  page.on('request', (request) => watched.requests.push(request.url()));
  page.on('dialog', (dialog) => {
    watched.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(`file://${path}`);
  return watched;
}
