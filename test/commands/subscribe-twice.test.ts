import { expect, test } from 'vitest';
import { CHANNELS, GUILD, MEMBER } from '../../src/sandbox/cast.ts';
import type { Shown } from '../support/hand.ts';
import { heraldInside } from '../support/herald-inside.ts';
import { stock } from '../support/library.ts';
import { withFeed } from './feeds.ts';

const member = { userId: MEMBER.id };
const tagged = (...tags: string[]) => tags.map((tag) => ({ title: tag, tags: [tag] }));

test('two presses at once of a tag’s button make one subscription', async () => {
  const { hand, store } = await heraldInside();
  await stock(store, GUILD, tagged('rust'));
  const shown = await hand.run('tags', {}, member);
  const answers = await Promise.all([1, 2, 3].map(() => hand.press(shown, '#rust', member)));
  for (const { content } of answers) expect(content).toMatch(/#rust/);
  expect(await store.subscriptions.ofMember(MEMBER.id)).toHaveLength(1);
});

test('two presses at once of Add lead a feed to its channel once', async () => {
  const { hand, store, url } = await withFeed([{ id: 1 }]);
  const preview: Shown = await hand.run('feed add', { url, channel: CHANNELS.text });
  await Promise.all([hand.press(preview, 'Add'), hand.press(preview, 'Add')]);
  expect(await store.subscriptions.ofServer(GUILD)).toHaveLength(1);
});

test('two subscriptions at once don’t pass a limit that has room for one', async () => {
  const { hand, store } = await heraldInside({ SUBSCRIPTIONS_PER_MEMBER: '1' });
  await stock(store, GUILD, tagged('rust', 'wasm'));
  const answers = await Promise.all(['rust', 'wasm'].map((tag) => hand.run('subscribe', { tag }, member)));
  expect(answers.filter(({ content }) => content.includes('limit'))).toHaveLength(1);
  expect(await store.subscriptions.ofMember(MEMBER.id)).toHaveLength(1);
});
