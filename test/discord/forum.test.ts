import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDestinations } from '../../src/discord/destinations/index.ts';
import type { Post } from '../../src/discord/post.ts';
import { createRest } from '../../src/discord/rest.ts';
import { codePoints } from '../../src/lib/text.ts';
import { REQUIRES_TAG, type Channel } from '../../src/sandbox/channel.ts';
import { MANAGE_THREADS, READ_MESSAGE_HISTORY, SEND_MESSAGES } from '../../src/sandbox/rights.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { amend, post } from '../../src/work/post.ts';
import { fail } from '../sandbox/support.ts';
import { shelf } from './shelf.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ port: 0, limits: { perSecond: Infinity, messages: Infinity } });
});
afterEach(() => sandbox.close());

const destinations = () => createDestinations(createRest(sandbox.token, sandbox.apiUrl), shelf());
const postOf = (title: string, tags: readonly string[] = [], url = 'https://feed.example/x'): Post => ({
  message: { embeds: [{ title: title.slice(0, 100), url }] },
  title,
  tags,
});
const send = (one: Post, kinds = destinations()) => kinds.forum.send(sandbox.channels.forum, one, 'unused');
const find = (one: Post, firstAt: number) =>
  destinations().forum.find(sandbox.channels.forum, one, { firstAt, nextAt: firstAt + 1 });

/** The forum's posts, the oldest first. */
const posts = () => sandbox.state.channels().filter(({ parent_id }) => parent_id === sandbox.channels.forum);
const tagsOf = (thread: Channel | undefined) => {
  const available = sandbox.state.channel(sandbox.channels.forum)?.available_tags ?? [];
  return thread?.applied_tags?.map((id) => available.find((tag) => tag.id === id)?.name);
};

/** Makes the forum another: its flags, its tags by name, and which of them only moderators apply. */
function reform(flags: number, names: readonly string[], moderated: readonly string[] = []): void {
  const forum = sandbox.state.channel(sandbox.channels.forum);
  if (forum === undefined) throw new Error('the forum is gone');
  const available_tags = names.map((name, at) => ({
    ...{ id: `13000000000000005${10 + at}`, name, moderated: moderated.includes(name) },
    ...{ emoji_id: null, emoji_name: null },
  }));
  sandbox.state.replaceChannel({ ...forum, flags, available_tags });
}

test('an article is a post of its own: named, with its message, and with those of its tags that the forum knows', async () => {
  reform(0, ['Node.js', 'Rust', 'News']);
  const sent = await send(postOf('Hello', ['#nodejs', 'rust', 'unheard-of']));
  const [thread] = posts();
  expect(sent).toEqual({ kind: 'sent', messageId: thread?.id });
  expect(thread?.name).toBe('Hello');
  expect(tagsOf(thread)).toEqual(['Node.js', 'Rust']);
  expect(sandbox.state.messages(thread?.id ?? '')).toMatchObject([{ id: thread?.id, embeds: [{ title: 'Hello' }] }]);
});

test('a media channel takes posts too', async () => {
  const forum = sandbox.state.channel(sandbox.channels.forum);
  const media = '1300000000000000077';
  if (forum !== undefined) sandbox.state.addChannel({ ...forum, id: media, type: 16, name: 'media' });
  expect(await destinations().forum.send(media, postOf('A film'), 'unused')).toMatchObject({ kind: 'sent' });
});

test('of more than five fitting tags the first five are taken, in the article’s order', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  reform(0, names);
  await send(postOf('Many', names.toReversed()));
  expect(tagsOf(posts()[0])).toEqual(['g', 'f', 'e', 'd', 'c']);
});

test('a name is cut to a hundred code points', async () => {
  await send(postOf(`${'😀'.repeat(99)}😀😀`));
  expect(codePoints(posts()[0]?.name ?? '')).toBe(100);
});

test.each([
  { of: 'its own', names: ['Other', 'Rust'], tags: ['rust'], chosen: ['Rust'] },
  { of: 'one that suits every article', names: ['Questions', 'Other', 'News'], tags: ['rust'], chosen: ['News'] },
  { of: 'the only one', names: ['Reading'], tags: [], chosen: ['Reading'] },
])('a forum that requires a tag gets $of', async ({ names, tags, chosen }) => {
  reform(REQUIRES_TAG, names);
  await send(postOf('Hello', tags));
  expect(tagsOf(posts()[0])).toEqual(chosen);
});

test('where a required tag can’t be guessed, the place waits, and the reason says what to do', async () => {
  reform(REQUIRES_TAG, ['Questions', 'Answers']);
  const outcome = await send(postOf('Hello', ['rust']));
  expect(outcome).toMatchObject({ kind: 'forbidden', reason: expect.stringMatching(/add a tag named News/) as string });
});

test('tags that were changed a moment ago are seen', async () => {
  const kinds = destinations();
  reform(0, ['Rust']);
  await send(postOf('Before', ['rust']), kinds);
  reform(REQUIRES_TAG, ['Go', 'News']);
  // What is remembered would refuse both: a tag that is gone, and none where one is required.
  expect(await send(postOf('With a tag', ['go']), kinds)).toMatchObject({ kind: 'sent' });
  reform(0, []);
  expect(await send(postOf('Without', ['go']), kinds)).toMatchObject({ kind: 'sent' });
  expect(posts().map(tagsOf).at(-1)).toEqual([]);
});

test('a tag of moderators is applied where Herald may, and left out where not', async () => {
  reform(0, ['Rust', 'Official'], ['Official']);
  const kinds = destinations();
  await send(postOf('Not yet', ['official', 'rust']), kinds);
  expect(tagsOf(posts()[0])).toEqual(['Rust']);
  const refusals = sandbox.answers.get(403);
  await send(postOf('Nor now', ['official']), kinds);
  expect(sandbox.answers.get(403)).toBe(refusals);
  sandbox.state.granted.set(sandbox.channels.forum, MANAGE_THREADS);
  await send(postOf('Now', ['official', 'rust']));
  expect(tagsOf(posts().at(-1))).toEqual(['Official', 'Rust']);
});

test('a post whose answer was lost is found again, and one that was never stored is not', async () => {
  const firstAt = Date.now();
  await fail(sandbox, { match: 'POST /channels/*/threads', after: true, status: 500 });
  expect(await send(postOf('Lost'))).toMatchObject({ kind: 'passing' });
  expect(await find(postOf('Lost'), firstAt)).toEqual({ kind: 'sent', messageId: posts()[0]?.id });
  expect(await find(postOf('Never'), firstAt)).toBeUndefined();
  expect(await find(postOf('Lost', [], 'https://feed.example/another'), firstAt)).toBeUndefined();
});

test('a post is found though the clock by which it was first tried ran hours ahead', async () => {
  const firstAt = Date.now() + 3 * 3_600_000;
  await send(postOf('Early'));
  expect(await find(postOf('Early'), firstAt)).toEqual({ kind: 'sent', messageId: posts()[0]?.id });
});

test('a post is found when it is archived, or its message was deleted', async () => {
  const firstAt = Date.now();
  await send(postOf('Archived'));
  const [thread] = posts();
  if (thread?.thread_metadata === undefined) throw new Error('nothing was posted');
  sandbox.state.replaceChannel({ ...thread, thread_metadata: { ...thread.thread_metadata, archived: true } });
  expect(await find(postOf('Archived'), firstAt)).toEqual({ kind: 'sent', messageId: thread.id });
  for (const message of sandbox.state.messages(thread.id)) sandbox.state.removeMessage(message);
  expect(await find(postOf('Archived'), firstAt)).toEqual({ kind: 'sent', messageId: thread.id });
  sandbox.state.denied.set(sandbox.channels.forum, READ_MESSAGE_HISTORY);
  expect(await find(postOf('Archived'), firstAt)).toBeUndefined();
});

test('a post that can’t be looked for now is not sent again', async () => {
  await fail(sandbox, { match: 'GET /guilds/*/threads/active', status: 503 });
  expect(await find(postOf('Any'), Date.now())).toMatchObject({ kind: 'passing' });
});

test('a refused field makes a plainer post', async () => {
  const odd = {
    ...postOf('Odd'),
    message: { embeds: [{ title: 'Odd', image: { url: 'https://a_b.example/x.png' } }] },
  };
  const place = { kind: 'forum', address: sandbox.channels.forum } as const;
  expect(await post(destinations(), place, odd, 'unused')).toMatchObject({ kind: 'sent' });
  expect(sandbox.state.messages(posts()[0]?.id ?? '')[0]?.embeds).toEqual([{ type: 'rich', title: 'Odd' }]);
});

test('an edit reaches the message and the name; an archived post is left in peace', async () => {
  await send(postOf('A tpyo'));
  const [thread] = posts();
  if (thread?.thread_metadata === undefined) throw new Error('nothing was posted');
  const place = { kind: 'forum', address: sandbox.channels.forum } as const;
  const edited = await amend(destinations(), place, thread.id, postOf('A typo'));
  expect(edited).toEqual({ kind: 'sent', messageId: thread.id });
  expect(sandbox.state.channel(thread.id)?.name).toBe('A typo');
  expect(sandbox.state.messages(thread.id)[0]?.embeds[0]?.title).toBe('A typo');
  sandbox.state.replaceChannel({ ...thread, thread_metadata: { ...thread.thread_metadata, archived: true } });
  expect(await amend(destinations(), place, thread.id, postOf('More'))).toMatchObject({ kind: 'missing' });
});

test('a forum that is gone, or in which Herald may not post, is no other than a channel', async () => {
  sandbox.state.denied.set(sandbox.channels.forum, SEND_MESSAGES);
  expect(await send(postOf('x'))).toMatchObject({ kind: 'forbidden' });
  expect(await destinations().forum.send('1300000000000009999', postOf('x'), 'n')).toMatchObject({ kind: 'gone' });
});
