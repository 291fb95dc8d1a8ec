import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser } from './browser.ts';
import { lastMessage, startStage, type Stage } from './stage.ts';

describe.skipIf(!hasBrowser())('the box for commands, by keyboard alone', () => {
  let stage: Stage;
  let page: Page;

  beforeAll(async () => {
    stage = await startStage();
    page = await stage.open();
    await page.locator('.embed').nth(2).waitFor();
    await page.locator('#compose .line').focus();
  });
  afterAll(async () => {
    await stage.close();
    expect(stage.faults).toEqual([]);
  });

  const line = () => page.locator('#compose .line');
  const active = () => page.locator('#suggestions [aria-selected=true]');
  const fields = () => page.locator('#compose .field');

  test('a slash lists the commands, with their options and which of them are required', async () => {
    await page.keyboard.type('/');
    await active().waitFor();
    const search = page.locator('#suggestions li', { hasText: '/search' });
    expect(await search.locator('code').allTextContents()).toEqual(['words*', 'tag', 'author', 'feed', 'since']);
    expect(await line().getAttribute('aria-expanded')).toBe('true');
    expect(await line().getAttribute('aria-activedescendant')).toBe(await active().getAttribute('id'));
  });

  test('arrows move, Escape closes, and a further one clears', async () => {
    const first = await active().textContent();
    await page.keyboard.press('ArrowDown');
    expect(await active().textContent()).not.toBe(first);
    await page.keyboard.press('ArrowUp');
    expect(await active().textContent()).toBe(first);
    await page.keyboard.press('Escape');
    expect(await page.locator('#suggestions').isHidden()).toBe(true);
    expect(await line().inputValue()).toBe('/');
    await page.keyboard.press('Escape');
    expect(await line().inputValue()).toBe('');
  });

  test('Tab takes a command; Enter without what is required says what is missing', async () => {
    await page.keyboard.type('/subscri');
    await active().waitFor();
    await page.keyboard.press('Tab');
    expect(await fields().locator('.option').allTextContents()).toEqual(['tag *']);
    expect(await fields().locator('input').getAttribute('aria-required')).toBe('true');
    await page.keyboard.press('Enter');
    await page.locator('#notice', { hasText: 'tag is required' }).waitFor();
    expect(await fields().locator('input').getAttribute('aria-invalid')).toBe('true');
  });

  test('autocomplete asks the bot, and what is taken of it is the value', async () => {
    await page.keyboard.type('java');
    await page.locator('#suggestions li:first-child', { hasText: 'javascript' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await fields().locator('input').inputValue()).toContain('javascript');
  });

  test('an optional option is added by name, chosen of its list, and taken away by Backspace', async () => {
    await page.keyboard.type('chan');
    await page.keyboard.press('Enter');
    await active().getByText('#articles').waitFor();
    await page.keyboard.type('ann');
    await active().getByText('#announcements').waitFor();
    await page.keyboard.press('Enter');
    expect(await fields().locator('input').last().inputValue()).toBe('#announcements');
    await page.keyboard.type('ping');
    await page.keyboard.press('Tab');
    expect(await fields().count()).toBe(3);
    await page.keyboard.press('Backspace');
    expect(await fields().count()).toBe(2);
    expect(await fields().locator('input').last().inputValue()).toBe('#announcements');
  });

  test('Enter sends it, and the box is ready again', async () => {
    // Escape closes the proposals of the field; without any it would clear the box.
    await active().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await lastMessage(page).getByText('used /subscribe').waitFor();
    await lastMessage(page).getByText('#announcements').first().waitFor();
    expect(await fields().count()).toBe(0);
    expect(await line().getAttribute('placeholder')).toContain('type / for');
  });

  test('what is no command of Herald’s is said so, and stays to be mended', async () => {
    await page.keyboard.type('/nonsense');
    await page.keyboard.press('Enter');
    await page.locator('#notice', { hasText: 'no command /nonsense' }).waitFor();
    expect(await line().inputValue()).toBe('/nonsense');
    await page.keyboard.press('Escape');
  });

  test('a button of a message is pressed, and the focus stays with the message that this changes', async () => {
    const message = page.locator('.items > li', { hasText: 'used /subscribe' });
    await message.getByRole('button', { name: 'Undo' }).focus();
    await page.keyboard.press('Space');
    await message.getByText('(edited)').waitFor();
    expect(await message.locator('button:focus').textContent()).toBe('Undo');
    await page.keyboard.press('Space');
    await message.getByText('#announcements').first().waitFor();
  });
});
