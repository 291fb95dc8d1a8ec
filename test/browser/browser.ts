import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const CHROMIUM = [process.env['CHROMIUM'] ?? '', ...PLACES].find(existsSync);
const ARTIFACTS = join(import.meta.dirname, '../../artifacts');
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];

/** Whether a browser is installed; if not, it is said once that the tests are skipped. */
export function hasBrowser(): boolean {
  if (CHROMIUM !== undefined) return true;
  console.log(`skipped: no Chromium is installed (CHROMIUM, if set, names one): looked for ${PLACES.join(', ')}`);
  return false;
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM ?? '', args: [...FLAGS, '--disable-sync', '--no-first-run'] });
}

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
}

/** The looks that every page is to be good in. */
export const looks: readonly Look[] = [
  { width: 1280, height: 800, scheme: 'light' },
  { width: 1280, height: 800, scheme: 'dark' },
  { width: 390, height: 844, scheme: 'light' },
  { width: 390, height: 844, scheme: 'dark' },
];

/** A page, and what went wrong on it so far: errors on the console, and requests to another origin. */
export async function openPage(
  browser: Browser,
  url: string,
  { width, height, scheme }: Look,
): Promise<{ readonly page: Page; readonly faults: readonly string[] }> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const faults: string[] = [];
  watch(page, new URL(url).origin, faults);
  await page.goto(url);
  return { page, faults };
}

/** Notes what no page may do: errors on the console, exceptions, dialogs, requests to another origin. */
export function watch(page: Page, origin: string, faults: string[]): void {
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('dialog', (dialog) => {
    faults.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) faults.push(`asks ${request.url()}`);
  });
}

/** Keeps a picture of the whole page among the artefacts. */
export async function keepPicture(page: Page, name: string, { width, scheme }: Look): Promise<void> {
  mkdirSync(ARTIFACTS, { recursive: true });
  await page.screenshot({ path: join(ARTIFACTS, `${name}-${width}-${scheme}.png`), fullPage: true });
}

/** What axe-core finds that is serious or worse. */
export async function barriersOn(page: Page): Promise<readonly string[]> {
  // Not as a script element: the page's own policy forbids it.
  await page.evaluate(AxeBuilder.source);
  const { violations } = await page.evaluate<AxeBuilder.AxeResults>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
