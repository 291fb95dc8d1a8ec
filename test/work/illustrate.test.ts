import { expect, test, vi } from 'vitest';
import { CHANNELS, GUILD } from '../../src/sandbox/cast.ts';
import type { Message } from '../support/town.ts';
import { heraldInside, type Inside } from '../support/herald-inside.ts';
import { rss } from '../support/origin.ts';
import { lead } from '../commands/feeds.ts';

const PICTURE = 'https://cdn.example/page.png';
const PAGE = `<html><head><meta property="og:image" content="${PICTURE}"></head><body>Text</body></html>`;

/** A feed that goes to two channels, whose articles have pages of their own at the same place. */
async function withPages(settings: Readonly<Record<string, string>>) {
  const herald = await heraldInside(settings);
  const { origin, store } = herald;
  const link = (id: number) => `${origin.url}/${id}`;
  const article = (id: number, facts = {}) => ({ id, link: link(id), ...facts });
  origin.serve('/feed', rss([article(1)]));
  const { id } = await store.feeds.add(`${origin.url}/feed`, Date.now());
  await lead(store, id, CHANNELS.text, { tags: ['wanted'] });
  await lead(store, id, CHANNELS.announcement, { tags: ['wanted'] });
  await vi.waitUntil(async () => (await store.feeds.get(id))?.baselinedAt !== undefined, { timeout: 10_000 });
  const pages = () => origin.requests.map(({ url }) => url).filter((url) => url !== '/feed');
  return { herald, origin, store, id, article, pages };
}

/** The pictures of the posts in a channel, by title. */
function pictures(
  { sandbox }: Inside,
  channel: string,
): readonly (readonly [string | undefined, string | undefined])[] {
  // The sandbox keeps Discord's own objects.
  const messages = sandbox.state.messages(channel) as unknown as readonly Message[];
  return messages.map(({ embeds }) => [embeds[0]?.title, embeds[0]?.image?.url]);
}

const untilPosted = (herald: Inside, count: number) =>
  vi.waitUntil(
    () => [CHANNELS.text, CHANNELS.announcement].every((channel) => pictures(herald, channel).length >= count),
    { timeout: 15_000, interval: 20 },
  );

test('an article without a picture gets that of its page, which is asked once, and only if the article is posted', async () => {
  const { herald, origin, store, id, article, pages } = await withPages({ PAGE_PICTURES: 'true' });
  origin.serve('/2', PAGE);
  const own = 'https://cdn.example/own.png';
  const news = [article(4, { tags: ['else'] }), article(3, { tags: ['wanted'], image: own })];
  origin.serve('/feed', rss([...news, article(2, { tags: ['wanted'] }), article(1)]));
  await untilPosted(herald, 2);
  const expected = [
    ['Article 2', PICTURE],
    ['Article 3', own],
  ];
  expect([pictures(herald, CHANNELS.text), pictures(herald, CHANNELS.announcement)]).toEqual([expected, expected]);
  expect(pages()).toEqual(['/2']);
  expect(
    (await store.search.latest({ scope: { kind: 'server', serverId: GUILD }, feedId: id, offset: 0, limit: 9 })).hits
      .length,
  ).toBeGreaterThan(2);
});

test('a page that fails or never answers costs a post nothing but its picture, and is not asked again', async () => {
  const { herald, origin, article, pages } = await withPages({ PAGE_PICTURES: 'true' });
  origin.serve('/3', () => undefined);
  origin.serve('/feed', rss([article(3, { tags: ['wanted'] }), article(2, { tags: ['wanted'] }), article(1)]));
  await untilPosted(herald, 2);
  expect(pictures(herald, CHANNELS.text)).toEqual([
    ['Article 2', undefined],
    ['Article 3', undefined],
  ]);
  expect(pages().toSorted()).toEqual(['/2', '/3']);
});

test('no page is asked unless the setting says so', async () => {
  const { herald, origin, article, pages } = await withPages({});
  origin.serve('/2', PAGE);
  origin.serve('/feed', rss([article(2, { tags: ['wanted'] }), article(1)]));
  await untilPosted(herald, 1);
  expect(pages()).toEqual([]);
});
