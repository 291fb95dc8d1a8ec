import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { CHANNELS } from '../../src/sandbox/cast.ts';
import { hasBrowser } from './browser.ts';
import { lastMessage, openChannel, send, startStage, type Stage } from './stage.ts';

/** `npm run pictures` draws those of the README anew. */
const FOLDER = process.env['PICTURES'] ?? 'artifacts';

describe.skipIf(!hasBrowser())('the pictures in the README', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await startStage();
    const posts = () => stage.sandbox.state.messages(CHANNELS.text).length;
    await vi.waitUntil(() => posts() >= 3, { timeout: 30_000 });
    for (let index = 0; index < 12; index++) stage.sandbox.sample.publishNext();
    await vi.waitUntil(() => posts() >= 15, { timeout: 30_000 });
  });
  afterAll(async () => {
    await stage.close();
    expect(stage.faults).toEqual([]);
  });

  test('show the page, a post full of code, and a search', async () => {
    const page = await stage.open('/', { viewport: { width: 1120, height: 700 }, colorScheme: 'dark' });
    await send(page, '/subscribe tag:javascript');
    await lastMessage(page).getByText('come to you').waitFor();
    stage.sandbox.sample.publish(CODE);
    const post = page.locator('.embed', { hasText: CODE.title });
    await post.waitFor();
    await page.locator('#channels .has-unread').first().waitFor();
    await page.screenshot({ path: `${FOLDER}/sandbox.png` });
    await post.screenshot({ path: `${FOLDER}/embed.png` });
    await page.setViewportSize({ width: 820, height: 900 });
    await openChannel(page, 'announcements');
    await send(page, '/search words:feed or index');
    await lastMessage(page).getByText('Results for').waitFor();
    await lastMessage(page)
      .locator('article')
      .screenshot({ path: `${FOLDER}/search.png` });
  });
});

const CODE = {
  title: 'Waiting for the slowest of many',
  author: 'Mira Okafor',
  tags: ['javascript', 'node', 'async'],
  html: `<p>A loop that awaits each call takes as long as all of them <strong>together</strong>:</p>
<div class="highlight"><pre class="highlight javascript"><code>for (const url of urls) {
  pages.push(await fetch(url)); // one after the other
}
</code></pre></div>
<p>Begin them all, then wait <em>once</em>. <code>Promise.all</code> ends with the slowest, or with the first that fails:</p>
<div class="highlight"><pre class="highlight javascript"><code>const pages = await Promise.all(urls.map((url) =&gt; fetch(url)));
</code></pre></div>
<ul><li>few calls: <code>Promise.all</code></li><li>many: a queue with a limit</li></ul>`,
};
