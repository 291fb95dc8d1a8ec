import { expect, test, vi } from 'vitest';
import { heraldInside } from '../support/herald-inside.ts';
import type { Shown } from '../support/hand.ts';
import { rss, type Announcement } from '../support/origin.ts';

const START = Date.UTC(2026, 5, 23, 21, 48);
/** Articles of one author, five seconds apart. */
const burst = (count: number, from = 1): Announcement[] =>
  Array.from({ length: count }, (_, index) => ({
    id: from + index,
    author: 'Ada',
    published: START + (from + index) * 5000,
  }));

/** A Herald that has read an empty feed, which goes to the text channel. */
async function started(settings: Readonly<Record<string, string>> = {}) {
  const inside = await heraldInside(settings);
  const { sandbox, origin, store, hand } = inside;
  const text = sandbox.channels.text;
  origin.serve('/feed', rss([]));
  const added = await hand.press(await hand.run('feed add', { url: `${origin.url}/feed`, channel: text }), 'Add');
  expect(added.content).toContain('Added');
  const posts = () => sandbox.state.messages(text).filter(({ embeds, content }) => embeds.length > 0 || content !== '');
  const publish = (articles: readonly Announcement[]) => origin.serve('/feed', rss(articles.toReversed()));
  return { ...inside, store, posts, publish };
}

test('a burst is one message, others are posts of their own, and the list opens, also after a restart', async () => {
  const { posts, publish, hand, restart } = await started();
  const all = [...burst(30), { id: 99, author: 'Bob', published: START + 60_000 }];
  publish(all);
  await vi.waitUntil(() => posts().length === 2, { timeout: 10_000 });
  expect(posts().map(({ embeds }) => embeds[0]?.title)).toEqual(['30 new articles by Ada', 'Article 99']);
  const post = posts()[0] as unknown as Shown;
  const first = await hand.press(post, 'Show all 30');
  expect(first.embeds[0]?.description).toContain('[Article 12]');
  await restart();
  const second = await hand.press(first, 'Next');
  expect(second.embeds[0]?.footer?.text).toBe('Test feed · Page 2 of 3');
  const again = await hand.press(post, 'Show all 30');
  expect(again.embeds).toEqual(first.embeds);
  expect(posts().map(({ embeds }) => embeds[0]?.title)).toEqual(['30 new articles by Ada', 'Article 99']);
});

test('a fold that Discord refuses is sent article by article', async () => {
  const { posts, publish, sandbox } = await started();
  await fetch(`${sandbox.url}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ match: 'POST /channels/*/messages', times: 1 },
      ...{ status: 400, body: { code: 50035, message: 'Invalid Form Body' } },
    }),
  });
  publish(burst(6));
  await vi.waitUntil(() => posts().length === 6, { timeout: 10_000 });
  expect(posts().map(({ embeds }) => embeds[0]?.title)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `Article ${n}`));
});

test('a host may set another number, or none', async () => {
  const { posts, publish } = await started({ FOLD_ABOVE: '0' });
  publish(burst(8));
  await vi.waitUntil(() => posts().length === 8, { timeout: 10_000 });
});
