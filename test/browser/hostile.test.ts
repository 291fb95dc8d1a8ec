import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHANNELS } from '../../src/sandbox/cast.ts';
import { composeMessage } from '../../src/sandbox/message.ts';
import { hasBrowser } from './browser.ts';
import { openChannel, publish, send, startStage, type Stage } from './stage.ts';

const SCRIPTS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  "';alert(1);//",
  '[a](javascript:alert(1))',
  '<a href="javascript:alert(1)">b</a>',
  '</li></ol><iframe srcdoc="<script>alert(1)</script>">',
  '<style>*{display:none}</style>',
  '<base href="https://elsewhere.example/">',
  '<meta http-equiv="refresh" content="0;url=https://elsewhere.example">',
];

describe.skipIf(!hasBrowser())('hostile content on the sandbox’s page', () => {
  let stage: Stage;
  let page: Page;

  beforeAll(async () => {
    stage = await startStage();
    page = await stage.open();
    await page.locator('.embed').nth(2).waitFor();
  });
  afterAll(async () => {
    await stage.close();
    expect(stage.faults).toEqual([]);
  });

  /** Elements that no text of the page's may have made. */
  const foreign = () =>
    page.locator('.items').locator('script, iframe, style, base, meta, [onerror], [onload], [style]');

  test('an article of scripts and of words of 4,000 letters is shown as text, and nothing runs', async () => {
    const all = SCRIPTS.join(' ');
    await publish(
      page,
      `Hostile ${all}`,
      'news',
      `<p>${all}</p><p>${'W'.repeat(4000)}</p><img src="https://elsewhere.example/x.png">`,
    );
    const embed = page.locator('.embed', { hasText: 'Hostile' });
    await embed.waitFor();
    expect(await embed.textContent()).toContain('<script>alert(1)</script>');
    expect(await foreign().count()).toBe(0);
    expect(await page.locator('a[href^="javascript:"]').count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  test('names, tags, buttons and choices of scripts are shown as text', async () => {
    const { state } = stage.sandbox;
    for (const bad of SCRIPTS) {
      const author = {
        id: bad,
        username: bad,
        global_name: bad,
        discriminator: '0',
        avatar: null,
        bot: true,
        public_flags: 0,
      };
      const options = [{ label: bad, value: bad, description: bad }];
      const components = [
        { type: 1, components: [{ type: 2, style: 1, label: bad, custom_id: bad }] },
        { type: 1, components: [{ type: 3, custom_id: bad, placeholder: bad, options }] },
      ];
      const embeds = [{ title: bad, url: 'javascript:alert(1)', author: { name: bad }, footer: { text: bad } }];
      const place = { id: state.nextId(Date.now()), channelId: CHANNELS.text, author };
      state.addMessage(composeMessage({ content: bad, embeds, components }, place, Date.now()));
    }
    await page.locator('.items > li').last().getByRole('button').first().click();
    await page.locator('.items > li').last().getByText('Only you can see this').waitFor(); // Herald knows no such button
    expect(await foreign().count()).toBe(0);
  });

  test('a channel and a post of scripts are shown as text, in the list and in the title', async () => {
    const { state } = stage.sandbox;
    const [name = ''] = SCRIPTS;
    const shared = { flags: 0, last_message_id: null, guild_id: '1300000000000000000' };
    state.addChannel({ ...shared, id: state.nextId(Date.now()), type: 0, name });
    state.addChannel({ ...shared, id: state.nextId(Date.now()), type: 11, name, parent_id: CHANNELS.forum });
    await openChannel(page, name);
    await openChannel(page, 'reading-room');
    await page.locator('.post', { hasText: name }).waitFor();
    expect(await foreign().count()).toBe(0);
  });

  test('what somebody types is text, too, in proposals and in replies', async () => {
    await openChannel(page, 'articles');
    await page.locator('#compose .line').fill('/search <img src=x onerror=alert(1)>');
    await page.keyboard.press('Enter');
    await page.locator('.items > li').last().getByText('<img src=x').waitFor();
    await send(page, SCRIPTS.join(' '));
    await page.locator('.items > li').last().getByText('<iframe').waitFor();
    expect(await foreign().count()).toBe(0);
  });

  test('an inline script that got in all the same is refused by the policy', async () => {
    const blocked = await page.evaluate(`new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => resolve(violatedDirective));
      const script = document.createElement('script');
      script.textContent = 'document.title = "taken"';
      document.body.append(script);
    })`);
    expect(blocked).toContain('script-src');
    expect(await page.title()).not.toBe('taken');
    expect(stage.forgive('Content Security Policy')).toBe(1);
  });
});
