import { expect, test, vi } from 'vitest';
import { CHANNELS } from '../../src/sandbox/cast.ts';
import { rss } from '../support/origin.ts';
import { posted, withFeed } from './feeds.ts';

const { text } = CHANNELS;

/** A Herald that has given up the channel to which its feed leads. */
async function stopped(options: Readonly<Record<string, string>> = {}) {
  const herald = await withFeed([]);
  const { sandbox, hand, origin, url } = herald;
  await hand.press(await hand.run('feed add', { url, channel: text, ...options }), 'Add');
  await fetch(`${sandbox.url}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ match: `POST /channels/${text}/messages`, times: 1, status: 404 },
      body: { code: 10003, message: 'Unknown Channel' },
    }),
  });
  origin.serve('/feed', rss([{ id: 1 }]));
  const description = async (name: string) => (await hand.run(name)).embeds[0]?.description;
  await vi.waitUntil(async () => (await description('status'))?.includes('`/feed add`'), { timeout: 10_000 });
  return { ...herald, description };
}

test('a channel that was given up is taken up by `/feed add`, as the admins are told, and goes on by its rule', async () => {
  const { hand, origin, url, inside, description } = await stopped({ tag: 'test' });
  expect((await hand.run('feed add', { url, channel: text })).content).toMatch(
    /^I take <#\d+> up again: new articles of \*\*.*Test feed.*\*\* are posted there, only .*#test/,
  );
  expect(await inside.store.subscriptions.ofServer(inside.sandbox.state.channel(text)?.guild_id ?? '')).toHaveLength(1);
  expect(await description('feed list')).not.toContain('⚫');
  origin.serve('/feed', rss([{ id: 3 }, { id: 2, tags: ['other'] }, { id: 1 }]));
  await vi.waitUntil(async () => (await posted(inside)).length > 0, { timeout: 10_000 });
  expect(await posted(inside)).toEqual(['Article 3']);
});

test('the list of feeds tells which channels were given up', async () => {
  const { description } = await stopped();
  expect(await description('feed list')).toMatch(/→ ⚫ <#\d+>$/);
});
