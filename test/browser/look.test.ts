import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { BOT, CHANNELS } from '../../src/sandbox/cast.ts';
import { composeMessage } from '../../src/sandbox/message.ts';
import { barriersOn, hasBrowser, keepPicture, looks } from './browser.ts';
import { lastMessage, openChannel, send, startStage, type Stage } from './stage.ts';

describe.skipIf(!hasBrowser())('how the sandbox’s page looks', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await startStage();
    await publishAll(stage);
    await stage.hand.run('subscribe', { tag: 'javascript' });
    stage.sandbox.sample.publish({ title: 'For subscribers', tags: ['javascript'], html: '<p>A text.</p>' });
    fillForum(stage);
  });
  afterAll(async () => {
    await stage.close();
    expect(stage.faults).toEqual([]);
  });

  test.each(looks)('is sound for everybody at $width x $height, $scheme', async (look) => {
    const page = await stage.open('/', { viewport: look, colorScheme: look.scheme });
    for (const [scene, play] of Object.entries(SCENES)) {
      await play(page);
      await keepPicture(page, `sandbox-${scene}`, look);
      // The narrow page has the same elements and colours, but for the list of channels that opens above it.
      if (look.width > 1000 || scene === 'channels') {
        expect(await barriersOn(page), scene).toEqual([]);
      }
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), scene).toBe(true);
    }
    await page.context().close();
  });

  test('1,000 messages scroll smoothly, and what stands is not drawn again', async () => {
    const { state } = stage.sandbox;
    const samples = state.messages(CHANNELS.text).filter(({ embeds }) => embeds.length > 0);
    for (let index = 0; index < 1000; index++) {
      const { embeds = [] } = samples[index % samples.length] ?? {};
      const place = { id: state.nextId(Date.now()), channelId: CHANNELS.announcement, author: BOT };
      state.addMessage(
        composeMessage({ embeds: embeds.map((one) => ({ ...one, title: `No. ${index}` })) }, place, Date.now()),
      );
    }
    const page = await stage.open(`/?channel=${CHANNELS.announcement}`);
    await page.locator('.items > li').last().getByText('No. 999').waitFor();
    await page.evaluate(LOAD_ALL);
    expect(await page.locator('.items > li').count()).toBe(1000);
    // Processor time, which other work on the machine does not lengthen.
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const busySeconds = async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
    };
    const before = await busySeconds();
    const { frames, changed } = await page.evaluate<{ frames: number[]; changed: number }>(SCROLL);
    const perFrame = ((await busySeconds()) - before) / frames.length;
    const median = frames.toSorted((a, b) => a - b)[Math.floor(frames.length / 2)] ?? NaN;
    console.log(
      `scrolling 1,000 messages: a frame every ${median.toFixed(1)} ms, ${(perFrame * 1000).toFixed(1)} ms of work for each`,
    );
    expect(changed).toBe(0);
    expect(perFrame).toBeLessThan(1 / 60);
    await page.context().close();
  });
});

const SCENES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  visit: async (page) => {
    await page.locator('.embed').nth(20).waitFor();
  },
  commands: async (page) => {
    await page.locator('#compose .line').fill('/');
    await page.locator('#suggestions [aria-selected=true]').waitFor();
  },
  options: async (page) => {
    await page.locator('#compose .line').fill('/search words:index ');
    await page.locator('#suggestions li', { hasText: 'since' }).waitFor();
  },
  search: async (page) => {
    await page.locator('#compose .line').press('Enter');
    await lastMessage(page).getByText('Results for').waitFor();
  },
  preview: async (page) => {
    await send(page, '/feed list');
    await lastMessage(page).getByText('used /feed list').waitFor();
  },
  markdown: async (page) => {
    await page.evaluate(WRITE);
    await lastMessage(page).locator('.spoiler').waitFor();
  },
  forum: async (page) => {
    await openFrom(page, 'reading-room');
    await page.locator('.post').first().waitFor();
  },
  direct: async (page) => {
    await page.locator('#channels .direct').waitFor({ state: 'attached' });
    await openFrom(page, 'Herald');
    await page.locator('.embed', { hasText: 'For subscribers' }).waitFor();
  },
  channels: async (page) => {
    await openFrom(page, 'articles');
    const menu = page.locator('header .menu');
    if (await menu.isVisible()) await menu.click();
  },
  publish: async (page) => {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Publish an article' }).last().click();
    await page.getByRole('dialog', { name: 'Publish an article' }).waitFor();
  },
};

async function openFrom(page: Page, name: string): Promise<void> {
  const menu = page.locator('header .menu');
  if (await menu.isVisible()) await menu.click();
  await openChannel(page, name);
}

const MARKDOWN = [
  '**bold** *italic* __underlined__ ~~struck~~ `code` ||spoiler|| <@1300000000000000002> <#1300000000000000010> <t:1700000000:R> :tada:',
  '> a quote\n- a list\n  - in a list\n1. numbered\n-# small\n```ts\nconst answer: number = 42; // why\n```',
].join('\n');

/** The box has one line. */
const WRITE = `fetch('/sandbox/messages', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ content: ${JSON.stringify(MARKDOWN)} }),
})`;

/** Loads what is older until there is no more. */
const LOAD_ALL = `(async () => {
  const box = document.querySelector('.scroller');
  const items = document.querySelector('.items');
  for (let rounds = 0; rounds < 600 && items.children.length < 1000; rounds++) {
    box.scrollTop = -box.scrollHeight;
    await new Promise((done) => setTimeout(done, 20));
  }
  box.scrollTop = 0;
  await new Promise((done) => setTimeout(done, 200));
})()`;

/** Scrolls a screen's third a frame through all that is there. @returns the frames' milliseconds and how many items were touched. */
const SCROLL = `new Promise((done) => {
  const box = document.querySelector('.scroller');
  let changed = 0;
  new MutationObserver((changes) => (changed += changes.length)).observe(box, { subtree: true, childList: true });
  const frames = [];
  let last = performance.now();
  const step = (now) => {
    frames.push(now - last);
    last = now;
    box.scrollTop -= 250;
    if (frames.length < 240) requestAnimationFrame(step);
    else done({ frames: frames.slice(1), changed });
  };
  requestAnimationFrame(step);
})`;

/** Publishes the articles that come with Herald, so that all shapes of them are seen: never more than the feed's window holds. */
async function publishAll({ sandbox }: Stage): Promise<void> {
  const posts = () => sandbox.state.messages(CHANNELS.text).length;
  await vi.waitUntil(() => posts() >= 3, { timeout: 30_000 });
  for (const wanted of [14, 25]) {
    for (let index = 0; index < 11; index++) sandbox.sample.publishNext();
    await vi.waitUntil(() => posts() >= wanted, { timeout: 30_000 });
  }
}

function fillForum({ sandbox: { state } }: Stage): void {
  const tags = (state.channel(CHANNELS.forum)?.available_tags ?? []).map(({ id }) => id);
  for (const [index, message] of state.messages(CHANNELS.text).slice(0, 5).entries()) {
    const id = state.nextId(Date.now());
    const name = message.embeds[0]?.title ?? 'A post';
    const shared = { type: 11, flags: 0, last_message_id: null, guild_id: '1300000000000000000' };
    state.addChannel({
      ...shared,
      id,
      name,
      parent_id: CHANNELS.forum,
      applied_tags: tags.slice(index % 3, (index % 3) + 2),
    });
    state.addMessage({ ...message, id, channel_id: id });
  }
}
