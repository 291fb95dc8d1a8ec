import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDestinations } from '../../src/discord/destinations/index.ts';
import type { Post, Voice } from '../../src/discord/post.ts';
import { createRest } from '../../src/discord/rest.ts';
import { BOT, GUILD } from '../../src/sandbox/cast.ts';
import { MANAGE_WEBHOOKS } from '../../src/sandbox/rights.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { amend } from '../../src/work/post.ts';
import { fail } from '../sandbox/support.ts';
import { shelf } from './shelf.ts';

let sandbox: Sandbox;
let text: string;
let kept: ReturnType<typeof shelf>;

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0, limits: { perSecond: Infinity, messages: Infinity } });
  text = sandbox.channels.text;
  kept = shelf();
  sandbox.state.granted.set(text, MANAGE_WEBHOOKS);
});
afterEach(() => sandbox.close());

const channel = () => createDestinations(createRest(sandbox.token, sandbox.apiUrl), kept).channel;
const picture = 'https://feed.example/icon.png';
const postOf = (title: string, voice: Voice | null = { name: 'The News', picture }): Post => ({
  ...{ message: { embeds: [{ title }] }, title, tags: [] },
  ...(voice && { voice }),
});
const said = (address = text) =>
  sandbox.state.messages(address).map(({ author, embeds }) => [author.username, embeds[0]?.title]);

test('a feed speaks with its own name and picture, always by one webhook', async () => {
  expect(await channel().send(text, postOf('One'), 'n1')).toMatchObject({ kind: 'sent' });
  expect(await channel().send(text, postOf('Two'), 'n2')).toMatchObject({ kind: 'sent' });
  expect(said()).toEqual([
    ['The News', 'One'],
    ['The News', 'Two'],
  ]);
  expect(sandbox.state.messages(text)[0]).toMatchObject({ avatar_url: picture });
  expect(sandbox.state.webhooks.size).toBe(1);
});

test('in a thread it is the webhook of its channel that speaks', async () => {
  const id = '1300000000000000077';
  const thread_metadata = { archived: false, locked: false, auto_archive_duration: 60, archive_timestamp: '' };
  const facts = { type: 11, name: 'thread', guild_id: GUILD, parent_id: text, flags: 0, last_message_id: null };
  sandbox.state.addChannel({ ...facts, id, thread_metadata });
  const sent = await channel().send(id, postOf('One'), 'n1');
  expect(said(id)).toEqual([['The News', 'One']]);
  const messageId = sent.kind === 'sent' ? (sent.messageId ?? '') : '';
  expect(await channel().edit(id, messageId, postOf('Once'))).toEqual({ kind: 'sent', messageId });
  expect(said(id)).toEqual([['The News', 'Once']]);
});

test('without Manage Webhooks, or where there are too many, Herald speaks itself and asks no more for an hour', async () => {
  sandbox.state.granted.clear();
  const kinds = channel();
  await kinds.send(text, postOf('One'), 'n1');
  const refusals = sandbox.answers.get(403);
  await kinds.send(text, postOf('Two'), 'n2');
  expect(said()).toEqual([
    [BOT.username, 'One'],
    [BOT.username, 'Two'],
  ]);
  expect(sandbox.answers.get(403)).toBe(refusals);
});

test.each([
  {
    meant: 'deleted',
    ruin: () => {
      sandbox.state.webhooks.clear();
    },
  },
  {
    meant: 'given another token',
    ruin: () => {
      for (const [id, one] of sandbox.state.webhooks) sandbox.state.webhooks.set(id, { ...one, token: 'another' });
    },
  },
])('a webhook that was $meant is made anew', async ({ ruin }) => {
  const kinds = channel();
  await kinds.send(text, postOf('One'), 'n1');
  ruin();
  await kinds.send(text, postOf('Two'), 'n2');
  expect(said().map(([name]) => name)).toEqual(['The News', 'The News']);
  // Herald's own token is still good.
  expect(await kinds.send(text, postOf('Three', null), 'n3')).toMatchObject({ kind: 'sent' });
});

test.each([
  { name: 'Discord News', shown: 'Dis-cord News' },
  { name: 'clyde', shown: 'cly-de' },
  { name: '@everyone', shown: 'Feed' },
  { name: 'x'.repeat(200), shown: `${'x'.repeat(79)}…` },
])('a name that Discord gives to no webhook is made one that it does: $shown', async ({ name, shown }) => {
  await channel().send(text, postOf('One', { name, picture: undefined }), 'n1');
  expect(said()).toEqual([[shown, 'One']]);
});

test('a picture that Discord refuses is left out', async () => {
  await channel().send(text, postOf('One', { name: 'The News', picture: 'https://a_b.example/x.png' }), 'n1');
  expect(said()).toEqual([['The News', 'One']]);
});

test('a repeat looks at once, for a webhook knows no nonce; also when the server has changed its mind meanwhile', async () => {
  await fail(sandbox, { match: 'POST /webhooks/*', after: true, status: 500 });
  const firstAt = Date.now();
  expect(await channel().send(text, postOf('Lost'), 'n1')).toMatchObject({ kind: 'passing' });
  const tries = { firstAt, nextAt: firstAt + 1000 };
  expect(await channel().find(text, postOf('Lost'), tries)).toMatchObject({ kind: 'sent' });
  expect(await channel().find(text, postOf('Lost', null), tries)).toMatchObject({ kind: 'sent' });
  expect(await channel().find(text, postOf('Never'), tries)).toBeUndefined();
});

test('an edit reaches what a feed said, and what Herald said before', async () => {
  const place = { kind: 'channel', address: text } as const;
  const kinds = { channel: channel() } as unknown as Parameters<typeof amend>[0];
  for (const [at, one] of [postOf('Plain', null), postOf('Spoken')].entries()) {
    const sent = await kinds.channel.send(text, one, `n${at}`);
    const id = sent.kind === 'sent' ? (sent.messageId ?? '') : '';
    expect(await amend(kinds, place, id, postOf(`${one.title} again`))).toMatchObject({ kind: 'sent' });
  }
  expect(said()).toEqual([
    [BOT.username, 'Plain again'],
    ['The News', 'Spoken again'],
  ]);
});
