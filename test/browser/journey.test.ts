import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ADMIN, CHANNELS } from '../../src/sandbox/cast.ts';
import { rss, startOrigin, type Origin } from '../support/origin.ts';
import { hasBrowser } from './browser.ts';
import { lastMessage, openChannel, publish, send, startStage, type Stage } from './stage.ts';

describe.skipIf(!hasBrowser())('the sandbox’s page', () => {
  let stage: Stage;
  let page: Page;
  let origin: Origin;

  beforeAll(async () => {
    origin = await startOrigin();
    stage = await startStage();
    page = await stage.open();
  });
  beforeEach(async ({ onTestFailed, task }) => {
    await page.goto(stage.sandbox.url);
    onTestFailed(async () => {
      await page.screenshot({ path: `artifacts/failed-${task.id}.png` });
    });
  });
  afterAll(async () => {
    await stage.close();
    await origin.close();
    expect(stage.faults).toEqual([]);
  });

  const asBot = async (method: string, path: string, body?: object): Promise<{ id: string }> => {
    const headers = {
      authorization: `Bot ${stage.sandbox.token}`,
      ...(body && { 'content-type': 'application/json' }),
    };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const answer = await fetch(`${stage.sandbox.apiUrl}/v10${path}`, init);
    return answer.status === 204 ? { id: '' } : ((await answer.json()) as { id: string });
  };
  const card = (title: string, on = page) => on.locator('.embed', { hasText: title });

  test('at the first visit an article arrives, and one sentence says what to try next', async () => {
    await page.locator('.embed').nth(2).waitFor();
    await publish(page, 'While you watch', 'news');
    await card('While you watch').waitFor();
    expect(await page.locator('#hint').textContent()).toContain('/subscribe tag:javascript');
  });

  test('/subscribe, publish: the post comes as a direct message, with an unread mark', async () => {
    await page.locator('#hint button').click();
    await page.locator('#compose .command .mention').waitFor();
    await page.keyboard.press('Enter');
    await lastMessage(page).getByText('come to you by direct message').waitFor();
    await publish(page, 'For subscribers', 'JavaScript, beginners');
    await card('For subscribers').waitFor();
    await page.locator('#channels a.has-unread', { hasText: 'Herald' }).waitFor();
    await openChannel(page, 'Herald');
    await card('For subscribers').waitFor();
    expect(await page.locator('#channels a.has-unread', { hasText: 'Herald' }).count()).toBe(0);
    await openChannel(page, 'articles');
  });

  test('/search shows a page, and its button the next one', async () => {
    for (let index = 0; index < 8; index++) {
      await publishQuietly(stage, { title: `Searchable ${index}`, tags: ['search'], html: '<p>needle</p>' });
    }
    await card('Searchable 7').waitFor();
    await send(page, '/search words:needle');
    await lastMessage(page).getByText('Results for').waitFor();
    const before = await lastMessage(page).locator('.embed').textContent();
    await lastMessage(page).getByRole('button', { name: 'Next' }).click();
    await lastMessage(page).getByRole('button', { name: 'Previous', disabled: false }).waitFor();
    expect(await lastMessage(page).locator('.embed').textContent()).not.toBe(before);
  });

  test('what is Linus’s alone is seen by Linus alone, also what only he is answered', async () => {
    const linus = await stage.open('/?as=linus');
    await send(linus, '/subscriptions');
    await lastMessage(linus).getByText('Only you can see this').waitFor();
    const id = await lastMessage(linus).getAttribute('id');
    await send(linus, 'hello everybody');
    await lastMessage(page).getByText('hello everybody').waitFor();
    expect(await page.locator(`#${id}`).count()).toBe(0);
    expect(await linus.locator('#channels a', { hasText: 'Herald' }).getAttribute('href')).toContain(CHANNELS.direct);
    await lastMessage(linus)
      .press('Escape')
      .catch(() => undefined);
    await linus.locator(`#${id} [data-dismiss]`).click();
    await linus.reload();
    await lastMessage(linus).getByText('hello everybody').waitFor();
    expect(await linus.locator(`#${id}`).count()).toBe(0);
    await linus.close();
  });

  test('a member is offered what members may use', async () => {
    const grace = await stage.open('/?as=grace');
    await grace.locator('#compose .line').fill('/');
    await grace.locator('#suggestions li').first().waitFor();
    expect(await grace.locator('#suggestions li', { hasText: '/search' }).count()).toBe(1);
    expect(await grace.locator('#suggestions li', { hasText: '/feed add' }).count()).toBe(0);
    await grace.getByLabel('You are').selectOption('ada');
    await grace.locator('body[data-as=ada]').waitFor();
    await grace.locator('#compose .line').fill('/');
    await grace.locator('#suggestions li', { hasText: '/feed add' }).waitFor();
    await grace.close();
  });

  test('a post of a forum is a card with its tags, and opens as a channel', async () => {
    await send(page, `/feed add url:${stage.sandbox.feedUrl} channel:reading-room`);
    await lastMessage(page).getByRole('button', { name: 'Add', exact: true }).click();
    await lastMessage(page).getByText('(edited)').waitFor();
    await publish(page, 'A post about Rust', 'rust, news', '<p>Its <b>text</b></p>');
    await openChannel(page, 'reading-room');
    const post = page.locator('.post', { hasText: 'A post about Rust' });
    await post.waitFor();
    expect(await post.locator('.tags li').allTextContents()).toEqual(['rust', 'news']);
    expect(await post.locator('.excerpt').textContent()).toContain('Its text');
    await post.getByRole('link').click();
    await card('A post about Rust').waitFor();
    expect(await page.locator('header .tags').textContent()).toContain('rust');
    await page.goBack();
    await post.waitFor();
    await openChannel(page, 'articles');
  });

  test('a choice is made in its list', async () => {
    const link = (name: string) =>
      `<link rel="alternate" type="application/rss+xml" title="${name}" href="/${name}.xml">`;
    origin.serve('/', `<!doctype html><html><head>${link('first')}${link('second')}</head></html>`);
    for (const name of ['first', 'second']) origin.serve(`/${name}.xml`, rss([{ id: 1, title: `Of the ${name}` }]));
    await send(page, `/feed add url:${origin.url}/`);
    await lastMessage(page).locator('select').selectOption({ index: 2 }); // before them stands the placeholder
    await card('Of the second').waitFor();
    await lastMessage(page).getByRole('button', { name: 'Cancel' }).click();
  });

  test('an edit changes the message where it stands', async () => {
    const messages = `/channels/${CHANNELS.text}/messages`;
    const { id } = await asBot('POST', messages, { content: 'wrnog' });
    await page.locator(`#message-${id}`).waitFor();
    await asBot('PATCH', `${messages}/${id}`, { content: 'right' });
    await page.locator(`#message-${id}`, { hasText: 'right (edited)' }).waitFor();
    await asBot('DELETE', `${messages}/${id}`);
    await page.locator(`#message-${id}`).waitFor({ state: 'detached' });
  });

  test('a message that comes while its channel is being opened is not lost', async () => {
    await page.route(
      /\?channel=/,
      async (route) => {
        const response = await route.fetch();
        await asBot('POST', `/channels/${CHANNELS.announcement}/messages`, { content: 'in the meantime' });
        await page.waitForTimeout(300);
        await route.fulfill({ response });
      },
      { times: 1 },
    );
    await openChannel(page, 'announcements');
    await lastMessage(page).getByText('in the meantime').waitFor();
  });

  test('a reload keeps the channel and who one is', async () => {
    const linus = await stage.open('/');
    await linus.getByLabel('You are').selectOption('linus');
    await linus.locator('body[data-as=linus]').waitFor();
    await openChannel(linus, 'announcements');
    await linus.reload();
    expect(await linus.locator('header h2').textContent()).toContain('announcements');
    expect(await linus.getByLabel('You are').inputValue()).toBe('linus');
    await linus.close();
  });

  test('two tabs agree', async () => {
    const other = await stage.beside(page, '/?as=ada');
    await send(other, 'from the other tab');
    await lastMessage(page).getByText('from the other tab').waitFor();
    await send(page, 'and back');
    await lastMessage(other).getByText('and back').waitFor();
    await send(other, '/help');
    await lastMessage(page).getByText('used /help').waitFor();
    await other.close();
  });

  test('the field for feeds runs /feed add as the admin, and shows what was found', async () => {
    const member = await stage.open('/?as=grace');
    await member.getByRole('button', { name: 'Add a feed' }).last().click();
    await member.getByLabel('Address').fill(`${stage.sandbox.url}/sandbox/articles/nothing`);
    await member.getByRole('button', { name: 'Look' }).click();
    await lastMessage(member).getByText('used /feed add').waitFor();
    expect(await member.getByLabel('You are').inputValue()).toBe(ADMIN.username);
    await member.close();
  });
});

async function publishQuietly(stage: Stage, draft: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await fetch(`${stage.sandbox.url}/sandbox/articles`, { method: 'POST', headers, body: JSON.stringify(draft) });
}
