import { expect, test } from 'vitest';
import { GUILD, MEMBER } from '../../src/sandbox/cast.ts';
import type { Shown } from '../support/hand.ts';
import { heraldInside } from '../support/herald-inside.ts';
import { stock } from '../support/library.ts';

const inside = () => heraldInside({ ROLES: 'gateway' });
const titles = ({ embeds }: Shown) =>
  [...(embeds[0]?.description ?? '').matchAll(/^\*\*\[(.+)\]\(.+\)\*\*$/gm)].map(([, title]) => title);

test('the newest articles come first, page by page', async () => {
  const { hand, store, restart } = await inside();
  const names = Array.from({ length: 7 }, (_, n) => `Number ${n + 1}`);
  await stock(
    store,
    GUILD,
    names.map((title) => ({ title })),
  );
  const first = await hand.run('latest');
  expect(titles(first)).toEqual(names.slice(0, 5));
  await restart();
  const second = await hand.press(first, 'Next');
  expect(titles(second)).toEqual(names.slice(5));
  const shown = await hand.press(second, 'Show everyone');
  expect(shown).toMatchObject({ flags: 0, components: [] });
});

test('tag, feed and author narrow the list, together too', async () => {
  const { hand, store } = await inside();
  const authors = [{ name: 'Ada', url: undefined }];
  const facts = [
    { title: 'Both', tags: ['rust'], authors },
    { title: 'Tagged', tags: ['Rust'], authors: [] },
    { title: 'Signed', authors },
  ];
  const id = await stock(store, GUILD, facts);
  await stock(store, GUILD, [{ title: 'Else', tags: ['rust'], authors }], { url: 'https://else.example/feed' });
  expect(titles(await hand.run('latest', { tag: 'rust', feed: String(id) }))).toEqual(['Both', 'Tagged']);
  expect(titles(await hand.run('latest', { tag: '#RUST', author: 'ADA', feed: 'the news' })).sort()).toContain('Both');
  expect(titles(await hand.run('latest', { author: 'ada', feed: String(id) }))).toEqual(['Both', 'Signed']);
});

test('a tag finds what the server takes for the same', async () => {
  const { hand, store } = await inside();
  await stock(store, GUILD, [
    { title: 'Long', tags: ['JavaScript'] },
    { title: 'Java', tags: ['java'] },
  ]);
  expect(titles(await hand.run('latest', { tag: 'js' }))).toEqual([]);
  await store.servers.setAlias(GUILD, { tag: 'js', means: 'javascript' }, Date.now());
  expect(titles(await hand.run('latest', { tag: 'js' }))).toEqual(['Long']);
});

test('an empty list says what to do', async () => {
  const { hand, store, sandbox } = await inside();
  expect((await hand.run('latest')).content).toContain('`/feed add`');
  expect((await hand.run('latest', {}, { userId: MEMBER.id })).content).not.toContain('Add the first one');
  await stock(store, GUILD, [{ title: 'One' }]);
  const { content } = await hand.run('latest', { tag: 'none' });
  expect(content).toMatch(/^I found nothing\. Try it without .*from the lists/);
  const sought = await hand.run('search', { words: 'quantum', tag: 'none' });
  expect(sought.content).toBe(content.replace('nothing', 'nothing about **quantum**'));
  const direct = { userId: MEMBER.id, channelId: sandbox.channels.direct };
  expect((await hand.run('latest', {}, direct)).content).toContain('`/subscribe`');
});
