import { setTimeout } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { startBot } from '../../src/bot/bot.ts';
import { action, command, type Command } from '../../src/bot/command.ts';
import type { Context } from '../../src/bot/context.ts';
import { required, text } from '../../src/bot/option.ts';
import { createDestinations } from '../../src/discord/destinations/index.ts';
import { createRest } from '../../src/discord/rest.ts';
import { createTraffic } from '../../src/discord/traffic.ts';
import { UserError } from '../../src/lib/errors.ts';
import { MEMBER } from '../../src/sandbox/cast.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { openStore } from '../../src/store/index.ts';
import { handIn } from '../support/hand.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** The real bot in the sandbox, with commands of the test's own. */
async function withCommands(commands: readonly Command[], commandsPerMinute = 1000) {
  const sandbox = await startSandbox({ port: 0 });
  const store = await openStore('sqlite::memory:');
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
  const limits = { feedsPerServer: 1, subscriptionsPerServer: 1, subscriptionsPerMember: 1, commandsPerMinute };
  const traffic = createTraffic({ perSecond: Infinity });
  const rest = createRest(sandbox.token, sandbox.apiUrl, traffic);
  const context: Context = {
    store,
    rest,
    destinations: createDestinations(rest, store.webhooks),
    commands,
    limits,
    now: Date.now,
    restMs: () => 0,
    note: () => Promise.resolve(undefined),
    owed: () => undefined,
    find: () => Promise.resolve({ kind: 'failed', reason: '' }),
    poll: () => Promise.resolve(),
  };
  const connection = {
    token: sandbox.token,
    apiUrl: sandbox.apiUrl,
    ask: traffic.ask,
    shards: undefined,
    shardCount: undefined,
  };
  const start = () => {
    const bot = startBot(connection, context, log, () => undefined);
    closers.push(() => bot.stop());
    return bot;
  };
  closers.push(
    () => sandbox.close(),
    () => store.close(),
  );
  const bot = start();
  await vi.waitUntil(() => [...sandbox.state.commands.values()].flat().length === commands.length, { timeout: 5000 });
  return { sandbox, hand: handIn(sandbox), lines, bot, start };
}

const echo = command({
  name: 'echo',
  description: 'Says it again',
  options: { words: required(text({ description: 'What to say' })), tone: text({ description: 'How' }) },
  run: ({ words, tone }) => Promise.resolve({ content: `${words}${tone ?? ''}` }),
});

test('a command reads its options and answers the asker alone', async () => {
  const { hand } = await withCommands([echo]);
  const shown = await hand.run('echo', { words: 'hello', tone: '!' });
  expect(shown).toMatchObject({ content: 'hello!', flags: 64 });
});

test('a slow command is acknowledged first and answered later', async () => {
  const slow = command({
    name: 'slow',
    description: 'Takes its time',
    options: {},
    run: async () => {
      await setTimeout(400);
      return { content: 'done' };
    },
  });
  const { hand, sandbox } = await withCommands([slow]);
  expect((await hand.run('slow')).content).toBe('done');
  expect(sandbox.answers.get(400) ?? 0).toBe(0);
});

test('a UserError is shown as it is', async () => {
  const picky = command({
    name: 'picky',
    description: 'Refuses',
    options: {},
    run: () => Promise.reject(new UserError('Name a feed.')),
  });
  const { hand } = await withCommands([picky]);
  expect((await hand.run('picky')).content).toBe('Name a feed.');
});

test('a bug is shown as a reference that is also in the log, and nothing of it is shown', async () => {
  const buggy = command({
    name: 'buggy',
    description: 'Breaks',
    options: {},
    run: () => Promise.reject(new Error('SELECT secret')),
  });
  const { hand, lines } = await withCommands([buggy]);
  const { content } = await hand.run('buggy');
  const reference = /`([0-9a-f]{8})`/.exec(content)?.[1] ?? 'none';
  expect(content).not.toContain('secret');
  expect(lines.join('')).toContain(reference);
});

const counter = (carry: string) =>
  command({
    name: 'count',
    description: 'Counts',
    options: {},
    run: (_options, { userId }) =>
      Promise.resolve({
        content: '0',
        rows: [
          [
            { kind: 'button', label: 'More', press: { to: 'count.more', carry: { n: 1, carry } } },
            { kind: 'button', label: 'Mine', press: { to: 'count.more', carry: { n: 1, carry }, only: userId } },
            { kind: 'button', label: 'Old', press: { to: 'count.more', carry: 'of another version' } },
          ],
        ],
      }),
    actions: {
      more: action(z.object({ n: z.number(), carry: z.string() }), ({ n, carry: kept }) =>
        Promise.resolve({ content: `${n} ${kept.length}` }),
      ),
    },
  });

test.each([{ length: 5 }, { length: 5000 }])(
  'a button carries $length characters, and still works after a restart',
  async ({ length }) => {
    const { hand, bot, start, sandbox } = await withCommands([counter('x'.repeat(length))]);
    const shown = await hand.run('count');
    await bot.stop();
    start();
    await vi.waitUntil(() => sandbox.gateway.connected() > 0, { timeout: 5000 });
    expect(await hand.press(shown, 'More')).toMatchObject({ id: shown.id, content: `1 ${length}` });
  },
);

test("only the asker may press what is the asker's", async () => {
  const { hand } = await withCommands([counter('')]);
  const shown = await hand.run('count');
  await expect(hand.press(shown, 'Mine', { userId: MEMBER.id })).rejects.toThrow();
  expect((await hand.press(shown, 'Mine')).content).toBe('1 0');
});

test('a button of another version says that it has expired', async () => {
  const { hand } = await withCommands([counter('')]);
  const shown = await hand.run('count');
  expect((await hand.press(shown, 'Old')).content).toMatch(/expired/);
});

test('a button of a command for managers asks again whether its presser is one', async () => {
  const press = { to: 'manage.end' };
  const manage = command({
    name: 'manage',
    description: 'For managers',
    managersOnly: true,
    options: {},
    run: () => Promise.resolve({ content: '0', public: true, rows: [[{ kind: 'button', label: 'End', press }]] }),
    actions: { end: action(z.null(), () => Promise.resolve({ content: 'ended' })) },
  });
  const { hand } = await withCommands([manage]);
  const shown = await hand.run('manage');
  expect((await hand.press(shown, 'End', { userId: MEMBER.id })).content).toMatch(/needs Manage Server/);
  expect((await hand.press(shown, 'End')).content).toBe('ended');
});

test('who asks too often is told when to try again', async () => {
  const { hand } = await withCommands([echo], 2);
  await hand.run('echo', { words: 'one' });
  await hand.run('echo', { words: 'two' });
  expect((await hand.run('echo', { words: 'three' })).content).toMatch(/Try again in \d+ s/);
});

test('the commands are registered once, not at every start', async () => {
  const { bot, start, sandbox, lines } = await withCommands([echo]);
  await bot.stop();
  start();
  await vi.waitUntil(
    () => sandbox.gateway.connected() > 0 && lines.filter((l) => l.includes('connected')).length === 2,
    { timeout: 5000 },
  );
  await setTimeout(100);
  expect(lines.filter((line) => line.includes('commands registered'))).toHaveLength(1);
});

test('commands that somebody else took away are registered again at the next start', async () => {
  const { bot, start, sandbox, hand } = await withCommands([echo]);
  await bot.stop();
  sandbox.state.commands.clear();
  start();
  await vi.waitUntil(() => sandbox.state.commands.get('global')?.length === 1, { timeout: 5000 });
  await vi.waitUntil(() => sandbox.gateway.connected() > 0, { timeout: 5000 });
  expect((await hand.run('echo', { words: 'hello' })).content).toBe('hello');
});

test('commands that Discord did not take at first are registered by and by', async () => {
  const { bot, start, sandbox, lines } = await withCommands([echo]);
  await bot.stop();
  sandbox.state.commands.clear();
  const fault = { match: 'PUT /applications/', status: 503 };
  const headers = { 'content-type': 'application/json' };
  await fetch(`${sandbox.url}/sandbox/faults`, { method: 'POST', headers, body: JSON.stringify(fault) });
  start();
  await vi.waitUntil(() => sandbox.state.commands.get('global')?.length === 1, { timeout: 10_000 });
  expect(lines.filter((line) => line.includes('could not be registered'))).toHaveLength(1);
});
