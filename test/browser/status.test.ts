import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { liveADay } from '../web/history.ts';
import { pageAlone } from '../web/support.ts';
import { barriersOn, hasBrowser, keepPicture, looks, openBrowser, openPage } from './browser.ts';

const LAPTOP = { width: 1280, height: 800, scheme: 'light' } as const;

describe.skipIf(!hasBrowser())('the status page in a browser', { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  afterAll(() => browser.close());

  test.each(looks)('is whole and open to everyone at $width x $height, $scheme', async (look) => {
    const { url, store } = await pageAlone();
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
    const { url } = await pageAlone();
    const { page, faults } = await openPage(browser, url, LAPTOP);
    await keepPicture(page, 'status-empty', LAPTOP);
    expect(await page.textContent('main')).toContain('/feed add');
    expect(await page.getByRole('status').textContent()).toContain('All is well.');
    expect(await barriersOn(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('what changes is taken over without a reload, and what is open stays open', async () => {
    let connected = true;
    const { url, store } = await pageAlone(() => connected);
    const { page, faults } = await openPage(browser, url, LAPTOP);
    await page.evaluate('window.isOld = true');
    await page.getByText('Posts in figures').click();
    connected = false;
    await liveADay(store, Date.now());
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await page.getByText('gateway: it is not connected to Discord').waitFor();
    await page.getByText('The Daily Example').waitFor();
    expect(await page.evaluate('window.isOld')).toBe(true);
    expect(await page.evaluate("document.querySelector('#posts').open")).toBe(true);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Posts in figures');
    expect(faults).toEqual([]);
  });
});
