import { type REST, Routes } from 'discord.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BOT, GUILD, MEMBER, OTHER_MEMBER } from '../../src/sandbox/cast.ts';
import type { Message } from '../../src/sandbox/objects.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { refusalOf, startWithRest } from './support.ts';

let sandbox: Sandbox;
let rest: REST;
let text: string;

beforeEach(async () => {
  ({ sandbox, rest } = await startWithRest({ limits: { messages: Infinity, perSecond: Infinity }, nonceSeconds: 1 }));
  text = sandbox.channels.text;
});
afterEach(async () => await sandbox.close());

const post = async (body: object, channel = text) =>
  (await rest.post(Routes.channelMessages(channel), { body })) as Message;
const listed = async () =>
  (await (await fetch(`${sandbox.url}/sandbox/channels/${text}/messages`)).json()) as Message[];

test('a message is kept as Discord would answer it', async () => {
  const sent = await post({ embeds: [{ title: '  Hello ', url: 'https://a.example/', color: null }], nonce: 'n1' });
  expect(sent).toMatchObject({ channel_id: text, author: { id: BOT.id }, nonce: 'n1', type: 0 });
  expect(sent.id).toMatch(/^\d{17,19}$/);
  expect(sent.embeds).toEqual([{ type: 'rich', title: 'Hello', url: 'https://a.example/' }]);
  expect(await listed()).toEqual([sent]);
  expect(await rest.get(Routes.channelMessage(text, sent.id))).toEqual(sent);
});

test('the list of messages is newest first, and can begin before, behind or around one', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 7; n += 1) ids.push((await post({ content: `${n}` })).id);
  const page = async (query: Record<string, string>) => {
    const messages = await rest.get(Routes.channelMessages(text), { query: new URLSearchParams(query) });
    return (messages as Message[]).map(({ content }) => content).join('');
  };
  expect(await page({})).toBe('6543210');
  expect(await page({ limit: '2' })).toBe('65');
  expect(await page({ before: ids[3] ?? '', limit: '2' })).toBe('21');
  expect(await page({ after: ids[3] ?? '', limit: '2' })).toBe('54');
  expect(await page({ around: ids[3] ?? '', limit: '3' })).toBe('432');
  expect((await refusalOf(page({ limit: '101' }))).code).toBe(50035);
});

test('an edit changes what it names and nothing else', async () => {
  const sent = await post({ content: 'old', embeds: [{ title: 'T' }] });
  await rest.patch(Routes.channelMessage(text, sent.id), { body: { content: 'new' } });
  expect(await listed()).toMatchObject([{ id: sent.id, content: 'new', embeds: [{ title: 'T' }] }]);
  const emptied = rest.patch(Routes.channelMessage(text, sent.id), { body: { content: null, embeds: [] } });
  expect(await refusalOf(emptied)).toMatchObject({ code: 50006, status: 400 });
});

test('a deleted message is unknown', async () => {
  const sent = await post({ content: 'x' });
  await rest.delete(Routes.channelMessage(text, sent.id));
  expect(await listed()).toEqual([]);
  expect(await refusalOf(rest.get(Routes.channelMessage(text, sent.id)))).toMatchObject({ code: 10008, status: 404 });
});

test('an enforced nonce answers the first message, until it is forgotten', async () => {
  const body = { content: 'once', nonce: 'k', enforce_nonce: true };
  const first = await post(body);
  expect((await post(body)).id).toBe(first.id);
  expect((await post(body, sandbox.channels.announcement)).id).not.toBe(first.id);
  expect((await post({ ...body, enforce_nonce: false })).id).not.toBe(first.id);
  await new Promise((resolve) => setTimeout(resolve, 1050));
  expect((await post(body)).id).not.toBe(first.id);
});

test('an enforced nonce whose message was deleted answers 10008', async () => {
  const body = { content: 'once', nonce: 'k', enforce_nonce: true };
  const { id } = await post(body);
  await rest.delete(Routes.channelMessage(text, id));
  expect((await refusalOf(post(body))).code).toBe(10008);
  expect(await listed()).toEqual([]);
});

test('a message pings whom allowed_mentions lets it', async () => {
  const content = `@everyone <@${MEMBER.id}> <@&1300000000000000021>`;
  const all = await post({ content });
  expect([all.mention_everyone, all.mentions.length, all.mention_roles.length]).toEqual([true, 1, 1]);
  const none = await post({ content, allowed_mentions: { parse: [] } });
  expect([none.mention_everyone, none.mentions.length, none.mention_roles.length]).toEqual([false, 0, 0]);
  const one = await post({ content, allowed_mentions: { parse: [], users: [MEMBER.id] } });
  expect([one.mention_everyone, one.mentions.length, one.mention_roles.length]).toEqual([false, 1, 0]);
});

test('a forum takes threads, which take messages', async () => {
  const { forum } = sandbox.channels;
  expect((await refusalOf(post({ content: 'x' }, forum))).code).toBe(40058);
  const tag = sandbox.state.channel(forum)?.available_tags?.[0]?.id ?? '';
  const body = { name: 'An article', applied_tags: [tag], message: { content: 'body' } };
  const thread = (await rest.post(Routes.threads(forum), { body })) as { id: string; message: Message };
  expect(thread).toMatchObject({ parent_id: forum, applied_tags: [tag], message: { id: thread.id, content: 'body' } });
  expect((await post({ content: 'more' }, thread.id)).channel_id).toBe(thread.id);
  const wrong = { ...body, applied_tags: ['1300000000000009999'], message: { content: '' } };
  expect((await refusalOf(rest.post(Routes.threads(forum), { body: wrong }))).fields).toEqual(['applied_tags.0']);
});

test('a forum that requires a tag refuses a thread without', async () => {
  await rest.patch(Routes.channel(sandbox.channels.forum), { body: { flags: 1 << 4 } });
  const body = { name: 'An article', message: { content: 'body' } };
  expect((await refusalOf(rest.post(Routes.threads(sandbox.channels.forum), { body }))).code).toBe(40067);
});

test('a message opens an archived thread, unless it is locked', async () => {
  const thread = (await rest.post(Routes.threads(text), { body: { name: 'T', type: 11 } })) as { id: string };
  await rest.patch(Routes.channel(thread.id), { body: { archived: true } });
  await post({ content: 'x' }, thread.id);
  expect(sandbox.state.channel(thread.id)?.thread_metadata?.archived).toBe(false);
  await rest.patch(Routes.channel(thread.id), { body: { archived: true, locked: true } });
  expect((await refusalOf(post({ content: 'x' }, thread.id))).code).toBe(50083);
});

test('direct messages are opened once, and may be closed', async () => {
  const open = async (recipient_id: string) =>
    (await rest.post(Routes.userChannels(), { body: { recipient_id } })) as { id: string };
  expect((await open(MEMBER.id)).id).toBe(sandbox.channels.direct);
  const { id } = await open(OTHER_MEMBER.id);
  expect((await open(OTHER_MEMBER.id)).id).toBe(id);
  await post({ content: 'hello' }, id);
  sandbox.state.closedTo.add(OTHER_MEMBER.id);
  expect(await refusalOf(post({ content: 'x' }, id))).toMatchObject({ code: 50007, status: 403 });
  expect((await refusalOf(open('1300000000000009999'))).code).toBe(10013);
});

test('an announcement is published once', async () => {
  const { announcement } = sandbox.channels;
  const { id } = await post({ content: 'news' }, announcement);
  const publish = async () => await rest.post(Routes.channelMessageCrosspost(announcement, id));
  expect(await publish()).toMatchObject({ id, flags: 1 });
  expect((await refusalOf(publish())).code).toBe(40033);
  const elsewhere = await post({ content: 'news' });
  expect((await refusalOf(rest.post(Routes.channelMessageCrosspost(text, elsewhere.id)))).code).toBe(50024);
});

test('a right that is denied is missed, in threads too', async () => {
  const thread = (await rest.post(Routes.threads(text), { body: { name: 'T', type: 11 } })) as { id: string };
  const deny = (rights: bigint) => sandbox.state.denied.set(text, rights);
  deny(1n << 14n);
  expect(await refusalOf(post({ embeds: [{ title: 'x' }] }))).toMatchObject({ code: 50013, status: 403 });
  expect((await post({ content: 'x', embeds: [{ title: 'x' }] })).embeds).toEqual([]);
  deny(1n << 11n);
  expect((await refusalOf(post({ content: 'x' }))).code).toBe(50013);
  await post({ content: 'x' }, thread.id);
  deny(1n << 38n);
  expect((await refusalOf(post({ content: 'x' }, thread.id))).code).toBe(50013);
  deny(1n << 10n);
  expect(await refusalOf(post({ content: 'x' }))).toMatchObject({ code: 50001, status: 403 });
  sandbox.state.denied.clear();
  await post({ content: 'x' });
});

test('a deleted channel is unknown, its threads with it', async () => {
  const thread = (await rest.post(Routes.threads(text), { body: { name: 'T', type: 11 } })) as { id: string };
  await rest.delete(Routes.channel(text));
  expect(await refusalOf(post({ content: 'x' }))).toMatchObject({ code: 10003, status: 404 });
  expect((await refusalOf(rest.get(Routes.channel(thread.id)))).code).toBe(10003);
});

test('the bot, its application and its server answer', async () => {
  expect(await rest.get(Routes.user())).toMatchObject({ id: BOT.id, bot: true });
  expect(await rest.get(Routes.oauth2CurrentApplication())).toMatchObject({ id: BOT.id });
  expect(await rest.get(Routes.guildChannels(GUILD))).toHaveLength(3);
  expect(await rest.get(Routes.guildRoles(GUILD))).toHaveLength(3);
  expect((await refusalOf(rest.get(Routes.guildRoles(BOT.id)))).code).toBe(10004);
  expect(await refusalOf(rest.get('/nowhere'))).toMatchObject({ code: 0, status: 404 });
});

test('a wrong token is refused as Discord refuses it', async () => {
  const answer = await fetch(`${sandbox.apiUrl}/v10/users/@me`, { headers: { authorization: 'Bot nobody' } });
  expect(answer.status).toBe(401);
  expect(await answer.json()).toEqual({ message: '401: Unauthorized', code: 0 });
});

test('tens of thousands of messages in a channel are added and found at once', async () => {
  const pattern = { ...(await post({ content: 'x' })) };
  const started = performance.now();
  for (let n = 0; n < 50_000; n += 1) {
    const id = sandbox.state.nextId(Date.now());
    sandbox.state.addMessage({ ...pattern, id });
    if (sandbox.state.message(text, id)?.id !== id) throw new Error(`Message ${n} was not found.`);
  }
  expect(performance.now() - started).toBeLessThan(3000);
  const page = (await rest.get(Routes.channelMessages(text))) as Message[];
  expect(page).toHaveLength(50);
});
