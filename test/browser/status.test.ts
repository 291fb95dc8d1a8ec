import { pino } from 'pino';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openStore, type Store } from '../../src/store/index.ts';
import { createMetrics } from '../../src/web/metrics.ts';
import { startWeb } from '../../src/web/web.ts';
import { liveADay } from '../web/history.ts';
import { barriersOn, hasBrowser, keepPicture, looks, openBrowser, openPage } from './browser.ts';

async function serve(
  parts: { gateway?: () => boolean } = {},
): Promise<{ readonly url: string; readonly store: Store }> {
  const store = await openStore('sqlite::memory:');
  const log = pino({ level: 'silent' });
  const context = { store, log, now: Date.now, version: '0.1.0', metrics: createMetrics(store, '0.1.0', Date.now) };
  const web = await startWeb(
    { host: '127.0.0.1', port: 0, token: undefined },
    { ...context, parts: { database: store.overview.answers, ...parts } },
  );
  onTestFinished(async () => {
    await web.stop();
    await store.close();
  });
  return { url: `${web.url}/`, store };
}

describe.skipIf(!hasBrowser())('the status page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  test.each(looks)('is whole and open to everyone at $width x $height, $scheme', async (look) => {
    const { url, store } = await serve();
    await liveADay(store, Date.now());
    const { page, faults } = await openPage(browser, url, look);
    await keepPicture(page, 'status', look);
    expect(await page.getByRole('img').count()).toBe(3);
    expect(await page.getByRole('status').textContent()).toContain('Something needs a look.');
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
    expect(await barriersOn(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('a Herald that has done nothing yet says what to do', async () => {
    const [look] = looks;
    if (look === undefined) throw new Error('no look');
    const { url } = await serve();
    const { page, faults } = await openPage(browser, url, look);
    await keepPicture(page, 'status-empty', look);
    expect(await page.textContent('main')).toContain('/feed add');
    expect(await page.getByRole('status').textContent()).toContain('All is well.');
    expect(await barriersOn(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('what changes is taken over without a reload, and what is open stays open', async () => {
    const [look] = looks;
    if (look === undefined) throw new Error('no look');
    let connected = true;
    const { url, store } = await serve({ gateway: () => connected });
    const { page, faults } = await openPage(browser, url, look);
    await page.evaluate('window.isOld = true');
    await page.getByText('Figures of posts').click();
    connected = false;
    await liveADay(store, Date.now());
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await page.getByText('gateway: it is not connected to Discord').waitFor();
    await page.getByText('The Daily Example').waitFor();
    expect(await page.evaluate('window.isOld')).toBe(true);
    expect(await page.evaluate("document.querySelector('#posts').open")).toBe(true);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Figures of posts');
    expect(faults).toEqual([]);
  });
});
