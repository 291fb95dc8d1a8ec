import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDestinations } from '../../src/discord/destinations/index.ts';
import { openDirect } from '../../src/discord/direct.ts';
import { placeOf } from '../../src/discord/place.ts';
import { createRest } from '../../src/discord/rest.ts';
import { GUILD, MEMBER, OTHER_MEMBER } from '../../src/sandbox/cast.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { shelf } from './shelf.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, limits: { perSecond: Infinity, messages: Infinity } });
});
afterAll(() => sandbox.close());

const rest = () => createRest(sandbox.token, sandbox.apiUrl);
const never = new AbortController().signal;

test('direct messages open where the greeting arrives, and take articles there', async () => {
  const opened = await openDirect(rest(), OTHER_MEMBER.id, 'Hello');
  if (opened.kind !== 'open') throw new Error(opened.reason);
  const post = { message: { embeds: [{ title: 'An article' }] }, title: 'An article', tags: [] };
  expect(await createDestinations(rest(), shelf()).direct.send(opened.channelId, post, 'a-nonce')).toMatchObject({
    kind: 'sent',
  });
  const there = sandbox.state.messages(opened.channelId).map(({ content, embeds }) => content || embeds[0]?.title);
  expect(there).toEqual(['Hello', 'An article']);
  expect(await openDirect(rest(), OTHER_MEMBER.id, 'Hello again')).toEqual(opened);
});

test('closed direct messages are told from a Discord that does not answer', async () => {
  sandbox.state.closedTo.add(MEMBER.id);
  expect(await openDirect(rest(), MEMBER.id, 'Hello')).toMatchObject({ kind: 'gone' });
  const unreachable = createRest(sandbox.token, 'http://127.0.0.1:1/api');
  expect(await openDirect(unreachable, MEMBER.id, 'Hello')).toMatchObject({ kind: 'passing' });
});

test('a channel tells its server; a direct message has none', async () => {
  const { text, direct } = sandbox.channels;
  expect(await placeOf(rest(), text, never)).toEqual({ kind: 'known', type: 0, serverId: GUILD });
  expect(await placeOf(rest(), direct, never)).toEqual({ kind: 'known', type: 1, serverId: undefined });
  expect(await placeOf(rest(), '1300000000000009999', never)).toMatchObject({ kind: 'gone' });
  expect(await placeOf(rest(), text, AbortSignal.abort())).toMatchObject({ kind: 'passing' });
});
