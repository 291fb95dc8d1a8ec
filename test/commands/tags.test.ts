import { expect, test } from 'vitest';
import { GUILD, MEMBER } from '../../src/sandbox/cast.ts';
import type { Shown } from '../support/hand.ts';
import { heraldInside } from '../support/herald-inside.ts';
import { stock } from '../support/library.ts';

const WEEK = 7 * 24 * 3600 * 1000;
const inside = () => heraldInside({ ROLES: 'gateway' });
const labels = ({ components = [] }: Shown) => components.map((row) => row.components.map(({ label }) => label));
const lines = ({ embeds }: Shown) => embeds[0]?.description?.split('\n').slice(2);

/** So many articles with a tag, of this week or of one before. */
const about = (tag: string, count: number, weeksAgo = 0) =>
  Array.from({ length: count }, (_, n) => ({
    title: `${tag} ${weeksAgo} ${n}`,
    tags: [tag],
    published: Date.now() - weeksAgo * WEEK - 60_000,
  }));

test('tags are shown with this week against the weeks before, the most used first', async () => {
  const { hand, store } = await inside();
  const before = [1, 2, 3, 4].flatMap((week) => [...about('Go', 4, week), ...about('zig', 1, week)]);
  await stock(store, GUILD, [...about('Rust', 5), ...about('Go', 2), ...about('zig', 1), ...before]);
  const shown = await hand.run('tags');
  expect(lines(shown)).toEqual([
    '↗ **#Rust** · 5 articles this week, none before',
    '↘ **#Go** · 2 articles this week, 4 a week before',
    '→ **#zig** · 1 article this week, 1 a week before',
  ]);
  expect(labels(shown)).toEqual([['#Rust', '#Go', '#zig']]);
});

test('fifteen tags fit, each with a button', async () => {
  const { hand, store, sandbox } = await inside();
  const names = Array.from({ length: 20 }, (_, n) => `${'🦩'.repeat(n + 1)}${'*'.repeat(100)}`);
  await stock(
    store,
    GUILD,
    names.map((tag) => ({ title: tag, tags: [tag] })),
  );
  const shown = await hand.run('tags');
  expect(labels(shown).map((row) => row.length)).toEqual([5, 5, 5]);
  expect(sandbox.answers.get(400) ?? 0).toBe(0);
});

test('where nothing has a tag, another command is proposed', async () => {
  const { hand, store } = await inside();
  await stock(store, GUILD, [{ title: 'Bare' }]);
  expect((await hand.run('tags')).content).toContain('`/latest`');
});

test('where there are no feeds, it says how to add one', async () => {
  const { hand } = await inside();
  expect((await hand.run('tags')).content).toMatch(/no feeds here yet.*`\/feed add`/);
});

test('a tag’s button subscribes the member to it', async () => {
  const { hand, store } = await inside();
  await stock(store, GUILD, about('rust', 2));
  const shown = await hand.run('tags', {}, { userId: MEMBER.id });
  const answer = await hand.press(shown, '#rust', { userId: MEMBER.id });
  expect(answer.id).not.toBe(shown.id);
  expect(await store.subscriptions.ofMember(MEMBER.id)).toMatchObject([{ tags: ['rust'], serverId: GUILD }]);
});
