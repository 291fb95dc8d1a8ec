import { expect, test, vi } from 'vitest';
import { heraldInside } from '../support/herald-inside.ts';
import { rss, type Announcement } from '../support/origin.ts';

/** A Herald whose feed goes to the text channel, pinging a role. */
async function started() {
  const inside = await heraldInside();
  const { sandbox, origin, hand } = inside;
  const { text } = sandbox.channels;
  origin.serve('/feed', rss([]));
  await hand.press(await hand.run('feed add', { url: `${origin.url}/feed`, channel: text }), 'Add');
  const posts = () => sandbox.state.messages(text).filter(({ embeds }) => embeds.length > 0);
  const show = (...articles: readonly Announcement[]) => origin.serve('/feed', rss(articles.toReversed()));
  const fault = (body: object) =>
    fetch(`${sandbox.url}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return { ...inside, text, posts, show, fault };
}

test('an edited article’s post says what it says now, in the same message, also after a restart', async () => {
  const { posts, show, restart } = await started();
  show({ id: 1 });
  await vi.waitUntil(() => posts().length === 1, { timeout: 10_000 });
  const id = posts()[0]?.id;
  show({ id: 1, title: 'A better title', image: 'https://feed.example/1.png' });
  await vi.waitUntil(() => posts()[0]?.embeds[0]?.title === 'A better title', { timeout: 10_000 });
  await restart();
  show({ id: 1, title: 'The best title' });
  await vi.waitUntil(() => posts()[0]?.embeds[0]?.title === 'The best title', { timeout: 10_000 });
  expect(posts().map((post) => post.id)).toEqual([id]);
});

test('an edit of the text alone reaches the post', async () => {
  const { posts, show } = await started();
  const said = (html: string) => () => posts()[0]?.embeds[0]?.description?.includes(html) === true;
  show({ id: 1, html: '<p>A first draft.</p>' });
  await vi.waitUntil(said('A first draft.'), { timeout: 10_000 });
  const [post] = posts();
  show({ id: 1, html: '<p>The final version.</p>' });
  await vi.waitUntil(said('The final version.'), { timeout: 10_000 });
  expect(posts().map(({ id }) => id)).toEqual([post?.id]);
});

test('a line of a list is edited where it stands', async () => {
  const { posts, show } = await started();
  const burst = Array.from({ length: 6 }, (_, index) => ({
    id: index + 1,
    published: Date.UTC(2026, 5, 1) + index * 1000,
  }));
  show(...burst);
  await vi.waitUntil(() => posts().length === 1, { timeout: 10_000 });
  show(...burst.map((one) => (one.id === 3 ? { ...one, title: 'A better title' } : one)));
  await vi.waitUntil(() => posts()[0]?.embeds[0]?.description?.includes('A better title'), { timeout: 10_000 });
  expect(posts()).toHaveLength(1);
});

test('a post that was deleted is let be', async () => {
  const { posts, show, sandbox, logged } = await started();
  show({ id: 1 });
  await vi.waitUntil(() => posts().length === 1, { timeout: 10_000 });
  const [post] = posts();
  if (post) sandbox.state.removeMessage(post);
  show({ id: 2 }, { id: 1, title: 'A better title' });
  await vi.waitUntil(() => logged.some((line) => line.includes('a post can not be edited')), { timeout: 10_000 });
  await vi.waitUntil(() => posts().length === 1, { timeout: 10_000 });
  expect(posts()[0]?.embeds[0]?.title).toBe('Article 2');
});

test('what a rule of Discord’s blocks is skipped, the channel goes on, and a manager finds out why', async () => {
  const { posts, show, fault, hand } = await started();
  const body = { code: 240000, message: 'Message blocked by harmful links filter' };
  await fault({ match: 'POST /channels/*/messages', status: 400, times: 1, body });
  show({ id: 1, title: 'Harmful one' }, { id: 2, title: 'Harmless one' });
  await vi.waitUntil(() => posts().length === 1, { timeout: 10_000 });
  expect(posts()[0]?.embeds[0]?.title).toBe('Harmless one');
  const found = await hand.run('search', { words: 'harmful' });
  expect(found.embeds[0]?.description).toMatch(
    /kept back from <#\d+>: Discord takes a link of the article for harmful/,
  );
});
