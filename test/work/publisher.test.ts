import { Routes } from 'discord.js';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createRest } from '../../src/discord/rest.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { openStore } from '../../src/store/index.ts';
import { startPublisher } from '../../src/work/publisher.ts';

/** Messages in a channel, which are to be published. */
async function toPublish(count: number, channelName: 'announcement' | 'text' = 'announcement') {
  const sandbox = await startSandbox({ port: 0, limits: { perSecond: Infinity, messages: Infinity } });
  onTestFinished(() => sandbox.close());
  const store = await openStore('sqlite::memory:');
  onTestFinished(() => store.close());
  const rest = createRest(sandbox.token, sandbox.apiUrl);
  const channelId = sandbox.channels[channelName];
  for (let n = 0; n < count; n += 1) {
    const { id } = (await rest.post(Routes.channelMessages(channelId), { body: { content: `${n}` } })) as {
      id: string;
    };
    await store.publishings.add({ channelId, messageId: id }, Date.now() - 1000 + n);
  }
  let late = 0;
  const publisher = startPublisher({ store, rest, log: pino({ level: 'silent' }), now: () => Date.now() + late });
  onTestFinished(() => publisher.stop());
  const published = () => sandbox.state.messages(channelId).filter(({ flags }) => (flags & 1) !== 0).length;
  return {
    ...{ sandbox, store, published, rest, channelId },
    pass: (ms: number) => {
      late += ms;
      publisher.wake();
    },
  };
}

test('ten an hour are published in a channel, the others in the next, without one refusal', async () => {
  const { published, sandbox, pass } = await toPublish(12);
  await vi.waitUntil(() => published() === 10, { timeout: 15_000, interval: 20 });
  pass(60_000);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(published()).toBe(10);
  expect(sandbox.answers.get(429)).toBeUndefined();
});

test('where nobody can follow a channel, and of a message that is published already, nothing is tried again', async () => {
  const { store, sandbox, pass } = await toPublish(1, 'text');
  const waits = async () => await store.publishings.claimDue({ now: Date.now() + 3_000_000, leaseMs: 1, limit: 9 });
  await vi.waitUntil(async () => (await waits()).length === 0, { timeout: 5000, interval: 50 });
  pass(3_600_000);
  expect(sandbox.answers.get(400)).toBeUndefined();
});

test('a message that was published by hand is fine', async () => {
  const { store, sandbox, rest, channelId, published } = await toPublish(0);
  const { id } = (await rest.post(Routes.channelMessages(channelId), { body: { content: 'x' } })) as { id: string };
  await rest.post(Routes.channelMessageCrosspost(channelId, id));
  await store.publishings.add({ channelId, messageId: id }, Date.now());
  await vi.waitUntil(() => sandbox.answers.get(400) === 1, { timeout: 5000, interval: 20 });
  await vi.waitUntil(async () => (await store.publishings.lately(channelId, Date.now())).length === 1);
  expect(published()).toBe(1);
});
