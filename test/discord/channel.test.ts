import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createDestinations } from '../../src/discord/destinations/index.ts';
import { createRest } from '../../src/discord/rest.ts';
import type { Post } from '../../src/discord/post.ts';
import { MEMBER } from '../../src/sandbox/cast.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { shelf } from './shelf.ts';

const limits = { perSecond: Infinity, messages: Infinity };
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, limits });
});
afterAll(() => sandbox.close());

const channelAt = (apiUrl = sandbox.apiUrl) => createDestinations(createRest(sandbox.token, apiUrl), shelf()).channel;
const postOf = (message: Post['message']): Post => ({ message, title: 'A title', tags: [] });
const embed = (title: string, url = `https://feed.example/${title}`) => postOf({ embeds: [{ title, url }] });
/** Past Discord's memory of nonces. */
const later = (firstAt: number) => ({ firstAt, nextAt: firstAt + 600_000 });
const send = (title: string, nonce: string, address: string = sandbox.channels.text) =>
  channelAt().send(address, embed(title), nonce);

async function fault(facts: Readonly<Record<string, unknown>>): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ match: 'POST /channels/*/messages', times: 1, ...facts });
  await fetch(`${sandbox.url}/sandbox/faults`, { method: 'POST', headers, body });
}

test('a message is sent, and a repeat with the same nonce is the same message', async () => {
  const first = await send('once', 'nonce-of-once');
  expect(first.kind).toBe('sent');
  expect(await send('once', 'nonce-of-once')).toEqual(first);
});

test.each([
  { status: 404, code: 10003, kind: 'gone', reason: /no longer exists/ },
  { status: 404, code: 10004, kind: 'gone', reason: /no longer in that server/ },
  { status: 403, code: 50001, kind: 'forbidden', reason: /View Channel/ },
  { status: 403, code: 50013, kind: 'forbidden', reason: /Send Messages/ },
  { status: 403, code: 999, kind: 'forbidden', reason: /code 999/ },
  { status: 400, code: 50006, kind: 'refused', reason: /code 50006/ },
  { status: 400, code: 40033, kind: 'sent', reason: undefined },
  { status: 404, code: 10008, kind: 'sent', reason: undefined },
  { status: 400, code: 20028, kind: 'passing', reason: /code 20028/ },
  { status: 401, code: 0, kind: 'unauthorized', reason: /401/ },
  { status: 500, code: 0, kind: 'passing', reason: /./ },
  { status: 502, code: 0, kind: 'passing', reason: /./ },
])('HTTP $status with code $code means $kind', async ({ status, code, kind, reason }) => {
  await fault({ status, body: { code, message: `${status}: told by a test` } });
  const outcome = await send(`status ${code}`, `nonce-${status}-${code}`);
  expect(outcome.kind).toBe(kind);
  if (reason !== undefined) expect('reason' in outcome && outcome.reason).toMatch(reason);
});

test('a refusal names the fields that Discord named', async () => {
  const message = {
    embeds: [{ title: 'x', url: 'https://a_b.example/', image: { url: 'https://c_d.example/p.png' } }],
  };
  const outcome = await channelAt().send(sandbox.channels.text, postOf(message), 'nonce-of-fields');
  expect(outcome.kind === 'refused' && [...outcome.fields].sort()).toEqual(['embeds.0.image.url', 'embeds.0.url']);
});

test('a rate limit is not slept out: it is answered with the time to wait', async () => {
  await fault({
    status: 429,
    headers: { 'retry-after': '7', 'x-ratelimit-scope': 'user' },
    body: { message: 'slow', retry_after: 7, global: false },
  });
  const outcome = await send('limited', 'nonce-of-limited');
  expect(outcome).toMatchObject({ kind: 'passing' });
  expect(outcome.kind === 'passing' && outcome.retryMs).toBeGreaterThan(5_000);
});

test.each([{ reset: true }, { after: true, reset: true }])('a dropped connection is passing: %o', async (how) => {
  await fault(how);
  expect(await send('dropped', `nonce-${JSON.stringify(how).length}`)).toMatchObject({
    kind: 'passing',
    retryMs: undefined,
  });
});

test('a post whose answer was lost is found again, and one that was never stored is not', async () => {
  const since = Date.now();
  await fault({ after: true, reset: true });
  await send('lost answer', 'nonce-of-lost');
  const found = await channelAt().find(sandbox.channels.text, embed('lost answer'), later(since));
  expect(found).toMatchObject({ kind: 'sent' });
  expect(await channelAt().find(sandbox.channels.text, embed('never sent'), later(since))).toBeUndefined();
});

test('where the history may not be read, nothing is found', async () => {
  await fault({
    match: 'GET /channels/*/messages',
    status: 403,
    body: { code: 50013, message: 'Missing Permissions' },
  });
  expect(await channelAt().find(sandbox.channels.text, embed('once'), later(Date.now()))).toBeUndefined();
});

test('another article that has the same address is not taken for the one that is looked for', async () => {
  const since = Date.now();
  const changelog = 'https://feed.example/changelog';
  await channelAt().send(sandbox.channels.text, embed('Release 1.0', changelog), 'nonce-of-release');
  expect(await channelAt().find(sandbox.channels.text, embed('Release 1.0', changelog), later(since))).toBeDefined();
  expect(await channelAt().find(sandbox.channels.text, embed('Release 1.1', changelog), later(since))).toBeUndefined();
});

test('a post is found behind hundreds of messages of others', async () => {
  const since = Date.now();
  for (let count = 0; count < 230; count += 1) await send(`one of many ${count}`, `nonce-of-many-${count}`);
  const last = await send('behind them', 'nonce-of-behind');
  expect(await channelAt().find(sandbox.channels.text, embed('behind them'), later(since))).toEqual(last);
});

/** A server that is not Discord, with one answer to everything. */
async function elsewhere(status: number, headers: Record<string, string>, body: string) {
  const server = createServer((_, response) => response.writeHead(status, headers).end(body)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return channelAt(`http://127.0.0.1:${port}/api`);
}

const page = { 'content-type': 'text/html' };

test.each([200, 400, 403, 404, 405, 502])('HTTP %i from something that is not Discord is passing', async (status) => {
  const other = await elsewhere(status, page, '<html>Please log in</html>');
  expect(await other.send(sandbox.channels.text, embed('x'), 'nonce-elsewhere')).toMatchObject({
    kind: 'passing',
    retryMs: undefined,
  });
});

test('a 429 that names no time leaves the time to the back-off', async () => {
  const other = await elsewhere(429, page, 'error code: 1015');
  expect(await other.send(sandbox.channels.text, embed('x'), 'nonce-banned')).toMatchObject({
    kind: 'passing',
    retryMs: undefined,
  });
});

test('a name that does not resolve, or a refused connection, is passing', async () => {
  for (const api of ['http://nowhere.invalid/api', 'http://127.0.0.1:9/api']) {
    expect(await channelAt(api).send('1300000000000000010', embed('x'), 'n')).toMatchObject({
      kind: 'passing',
    });
  }
});

test('an edit leaves nothing of the message that was, and pings nobody', async () => {
  const { text } = sandbox.channels;
  const sent = await send('before', 'nonce-of-edit');
  const id = sent.kind === 'sent' ? (sent.messageId ?? '') : '';
  const pinging = postOf({
    content: '<@&1300000000000000040> after',
    allowed_mentions: { roles: ['1300000000000000040'] },
  });
  expect(await channelAt().edit(text, id, pinging)).toEqual({ kind: 'sent', messageId: id });
  expect(sandbox.state.message(text, id)).toMatchObject({
    content: '<@&1300000000000000040> after',
    embeds: [],
    mention_roles: [],
  });
});

test('an edit of a message that was deleted, or that somebody else wrote, is no failure of the place', async () => {
  const { text } = sandbox.channels;
  expect(await channelAt().edit(text, '1300000000000009999', embed('nothing'))).toMatchObject({ kind: 'missing' });
  await send('ours', 'nonce-of-ours');
  const [ours] = sandbox.state.messages(text).slice(-1);
  if (ours === undefined) throw new Error('nothing was sent');
  const theirs = { ...ours, id: sandbox.state.nextId(Date.now()), author: MEMBER };
  sandbox.state.addMessage(theirs);
  expect(await channelAt().edit(text, theirs.id, embed('theirs'))).toMatchObject({ kind: 'missing' });
});
