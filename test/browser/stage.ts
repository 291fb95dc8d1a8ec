import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { configOf, startInside, UNLIMITED } from '../support/herald-inside.ts';
import { handIn } from '../support/hand.ts';
import { openBrowser, watch } from './browser.ts';

/** A Herald that posts the sandbox's sample feed, and a browser that looks. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly hand: ReturnType<typeof handIn>;
  /** Opens the page in a browser of its own: nothing is remembered there. */
  open(path?: string, options?: BrowserContextOptions): Promise<Page>;
  /** Opens another tab beside a page. */
  beside(page: Page, path?: string): Promise<Page>;
  /** What no page may do: errors on the console, exceptions, requests to other hosts. */
  readonly faults: readonly string[];
  /** Forgets the faults that contain a text. @returns how many there were. */
  forgive(text: string): number;
  close(): Promise<void>;
}

export async function startStage(): Promise<Stage> {
  const sandbox = await startSandbox({ port: 0, limits: UNLIMITED });
  const settings = { DATABASE_URL: 'sqlite::memory:', POST_BACKLOG: '3', FOLD_ABOVE: '0' };
  const fixed = { FEED_URL: sandbox.feedUrl, CHANNEL_ID: sandbox.channels.text };
  const herald = await startInside(configOf(sandbox, { ...settings, ...fixed }), sandbox, []);
  const browser = await openBrowser();
  const faults: string[] = [];
  return {
    ...{ sandbox, faults, hand: handIn(sandbox) },
    open: async (path = '/', options = {}) => {
      const page = await newPage(browser, options, sandbox, faults);
      await page.goto(sandbox.url + path);
      return page;
    },
    beside: async (page, path = '/') => {
      const other = await page.context().newPage();
      watch(other, sandbox.url, faults);
      await other.goto(sandbox.url + path);
      return other;
    },
    forgive: (text) => {
      const others = faults.filter((fault) => !fault.includes(text));
      return faults.splice(0, faults.length, ...others).length - others.length;
    },
    close: async () => {
      await browser.close();
      await herald.stop();
      await sandbox.close();
    },
  };
}

async function newPage(browser: Browser, options: BrowserContextOptions, sandbox: Sandbox, faults: string[]) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(25_000);
  const page = await context.newPage();
  watch(page, sandbox.url, faults);
  return page;
}

/** Types a text into the page's box and sends it; a command may be followed by its options, as `tag:rust`. */
export async function send(page: Page, text: string): Promise<void> {
  const isCommand = text.startsWith('/');
  await page.locator('#compose .line').fill(isCommand ? `${text} ` : text);
  if (isCommand) await page.locator('#compose .command .mention').waitFor();
  await page.keyboard.press('Enter');
}

/** The last message on the page. */
export const lastMessage = (page: Page) => page.locator('.items > li').last();

/** Opens a channel by its name. */
export async function openChannel(page: Page, name: string): Promise<void> {
  await page.locator('#channels a', { hasText: name }).click();
  await page.locator('header h2', { hasText: name }).waitFor();
}

/** Publishes an article by the page's form. */
export async function publish(page: Page, title: string, tags: string, html = 'A text.'): Promise<void> {
  await page.getByRole('button', { name: 'Publish an article' }).last().click();
  const form = page.getByRole('dialog', { name: 'Publish an article' });
  await form.getByLabel('Title').fill(title);
  await form.getByLabel('Tags').fill(tags);
  await form.getByLabel('Text').fill(html);
  await form.getByRole('button', { name: 'Publish' }).click();
  await form.waitFor({ state: 'hidden' });
}
