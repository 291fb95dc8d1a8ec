import { expect, test, vi } from 'vitest';
import { CHANNELS, GUILD, MEMBER } from '../../src/sandbox/cast.ts';
import type { Shown } from '../support/hand.ts';
import { heraldInside } from '../support/herald-inside.ts';
import { stock } from '../support/library.ts';
import { isClean, labelsOf } from './feeds.ts';

const { direct } = CHANNELS;
const member = { userId: MEMBER.id };
const inDirect = { ...member, channelId: direct };
const LATEST = { scope: { kind: 'server', serverId: GUILD }, offset: 0, limit: 9 } as const;

/** A member who is subscribed to a tag by direct message, and a way to owe them an article. */
async function subscribed() {
  const inside = await heraldInside({ ROLES: 'gateway,send' });
  const { store, hand, sandbox } = inside;
  await stock(store, GUILD, [{ title: 'One', tags: ['rust'] }, { title: 'Two', tags: ['Rust'] }, { title: 'Three' }]);
  await hand.run('subscribe', { tag: 'rust' }, member);
  const [subscription] = await store.subscriptions.ofMember(MEMBER.id);
  const { hits } = await store.search.latest(LATEST);
  const owe = async (title: string) => {
    const article = hits.find((one) => one.article.title === title)?.article.id ?? 0;
    await store.deliveries.owe(article, subscription?.destinationId ?? 0, [], Date.now());
  };
  const shown = (title: string) =>
    sandbox.state.messages(direct).find(({ embeds }) => embeds[0]?.title === title) as Shown | undefined;
  const arrived = async (title: string) => {
    await owe(title);
    return await vi.waitUntil(() => shown(title), { timeout: 8000, interval: 20 });
  };
  const closed = async () => (await store.subscriptions.ofMember(MEMBER.id))[0]?.closed;
  return { ...inside, inside, owe, arrived, closed };
}

test('an article by direct message has one button, which ends what brought it, also after a restart', async () => {
  const { inside, arrived, hand, store, restart } = await subscribed();
  const article = await arrived('One');
  expect(labelsOf(article)).toEqual(['End this subscription']);
  await restart();
  const ended = await hand.press(article, 'End this subscription', inDirect);
  expect(ended.id).not.toBe(article.id);
  expect(ended.content).toMatch(/^Ended: articles tagged \*\*#rust\*\* no longer come to you/);
  expect(await store.subscriptions.ofMember(MEMBER.id)).toEqual([]);
  const again = await hand.press(article, 'End this subscription', inDirect);
  expect(again.content).toMatch(/has ended already/);
  expect(isClean(inside)).toBe(true);
});

test('closed direct messages pause what is subscribed; the next command says so once, and a button resumes', async () => {
  const { owe, closed, arrived, hand, sandbox, store } = await subscribed();
  sandbox.state.closedTo.add(MEMBER.id);
  await owe('One');
  await vi.waitUntil(closed, { timeout: 8000, interval: 20 });
  const told = await hand.run('latest', {}, member);
  expect(told.content).toMatch(/Your subscriptions by direct message pause since/);
  expect((await hand.run('latest', {}, member)).content).not.toMatch(/pause/);
  expect((await hand.run('latest')).content).not.toMatch(/pause/);
  const still = await hand.press(told, 'Resume', member);
  expect(still.content).toMatch(/I can't send you direct messages/);
  sandbox.state.closedTo.clear();
  expect((await hand.press(still, 'Try again', member)).content).toMatch(/go on/);
  expect(await closed()).toBeUndefined();
  expect(await store.subscriptions.ofMember(MEMBER.id)).toHaveLength(1);
  await arrived('Two');
});
