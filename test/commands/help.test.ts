import { InteractionContextType } from 'discord.js';
import { expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { GUILD, MEMBER } from '../../src/sandbox/cast.ts';
import { heraldInside } from '../support/herald-inside.ts';
import { stock } from '../support/library.ts';

const namesIn = (text = '') => [...text.matchAll(/^<\/([^:]+):\d+>/gm)].map(([, name]) => name);
const tasksOf = (list: typeof commands) =>
  list.flatMap(({ json, tasks }) => [...tasks.keys()].map((name) => `${json.name} ${name}`.trim()));

test('help names every command as a link to press, those of managers to managers alone', async () => {
  const { hand } = await heraldInside();
  const ofEveryone = commands.filter(({ json }) => typeof json.default_member_permissions !== 'string');
  const forManager = await hand.run('help');
  expect(namesIn(forManager.embeds[0]?.description).sort()).toEqual(tasksOf(commands).sort());
  const forMember = await hand.run('help', {}, { userId: MEMBER.id });
  expect(namesIn(forMember.embeds[0]?.description).sort()).toEqual(tasksOf(ofEveryone).sort());
});

test('help begins with adding a feed for who may, as long as there is none', async () => {
  const { hand, store } = await heraldInside();
  const start = async (userId?: string) =>
    (await hand.run('help', {}, userId === undefined ? {} : { userId })).embeds[0]?.description?.split('\n')[0];
  expect(await start()).toMatch(/To begin, add the first one with <\/feed add:/);
  expect(await start(MEMBER.id)).toMatch(/look at <\/tags:/);
  await stock(store, GUILD, [{ title: 'One' }]);
  expect(await start()).toMatch(/look at <\/tags:/);
});

test('in a direct message help names only what works there', async () => {
  const { hand, sandbox } = await heraldInside();
  const shown = await hand.run('help', {}, { userId: MEMBER.id, channelId: sandbox.channels.direct });
  const direct = commands.filter(({ json }) => json.contexts?.includes(InteractionContextType.BotDM));
  expect(namesIn(shown.embeds[0]?.description)).toEqual(tasksOf(direct));
});

test('after a restart, which registers nothing anew, the links still work', async () => {
  const { hand, restart } = await heraldInside();
  const before = await hand.run('help');
  await restart();
  expect((await hand.run('help')).embeds).toEqual(before.embeds);
});
