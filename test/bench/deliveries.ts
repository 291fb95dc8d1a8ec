import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { pino } from 'pino';

import { createDestinations } from '../../src/discord/destinations/index.ts';
import { createRest } from '../../src/discord/rest.ts';
import { createTraffic } from '../../src/discord/traffic.ts';
import { GUILD } from '../../src/sandbox/cast.ts';
import { DISCORD_RATES } from '../../src/sandbox/rates.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { startSender } from '../../src/work/sender.ts';
import { article, poll } from '../store/world.ts';
import { summary, type Figure } from './measure.ts';

const CHANNELS = 200;
const FIRST_CHANNEL = 1_320_000_000_000_000_000n;
const BATCH = 100;
const BATCHES = 40;
const SECONDS = 20;
/** Of what the limits allow. */
const SHARE = 0.95;

/** The store alone, and the whole way to a Discord that enforces its limits. */
export async function* benchDeliveries(): AsyncGenerator<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'herald-bench-'));
  const store = await openStore(`sqlite:${join(folder, 'herald.db')}`);
  const now = Date.now();
  const { id } = await store.feeds.add('https://news.example/feed', now);
  await store.articles.record(id, poll([]), now);
  for (let index = 0; index < CHANNELS; index += 1) {
    const address = String(FIRST_CHANNEL + BigInt(index));
    const { id: destinationId } = await store.destinations.ensure({ kind: 'channel', address, serverId: GUILD });
    await store.subscriptions.add({ feedId: id, destinationId, tags: [], except: [] }, now);
  }
  const articles = Array.from({ length: 60 }, (_, index) => article(60 - index));
  await store.articles.record(id, poll(articles), now);
  yield await claimAndFinish(store);
  yield await sendWithinLimits(store);
  await store.close();
  await rm(folder, { recursive: true });
}

async function claimAndFinish(store: Store): Promise<Figure> {
  const times: number[] = [];
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const began = performance.now();
    const now = Date.now();
    const claimed = await store.deliveries.claimDue({ now, leaseMs: 60_000, limit: BATCH });
    await Promise.all(claimed.map((each) => store.deliveries.finish(each, { kind: 'sent', messageId: '1' }, now)));
    times.push((performance.now() - began) / claimed.length);
  }
  return summary('claim and finish a delivery', 0.5, times);
}

/** The milliseconds a post, second by second; Discord allows 50 calls a second. */
async function sendWithinLimits(store: Store): Promise<Figure> {
  const sandbox = await startSandbox({ port: 0, limits: DISCORD_RATES });
  for (let index = 0; index < CHANNELS; index += 1) {
    const id = String(FIRST_CHANNEL + BigInt(index));
    sandbox.state.addChannel({ id, type: 0, guild_id: GUILD, name: `c${index}`, flags: 0, last_message_id: null });
  }
  const traffic = createTraffic({ perSecond: DISCORD_RATES.perSecond });
  const context = {
    ...{ store, log: pino({ level: 'silent' }), now: Date.now, startedAt: Date.now(), restMs: traffic.restMs },
    ...{ unauthorized: () => undefined, rules: {} },
    destinations: createDestinations(createRest(sandbox.token, sandbox.apiUrl, traffic), store.webhooks),
  };
  const sender = startSender(context);
  await setTimeout(2_000);
  const times = await postsBySecond(sandbox);
  await sender.stop();
  await sandbox.close();
  const bound = 1000 / (DISCORD_RATES.perSecond * SHARE);
  const average = times.reduce((sum, ms) => sum + ms, 0) / times.length;
  const early = sandbox.early();
  return { ...summary(`a post within the limits, ${early} too early`, bound, [average]), runs: times.length };
}

async function postsBySecond(sandbox: Sandbox): Promise<number[]> {
  let posts = 0;
  const unwatch = sandbox.state.watch(({ event }) => {
    if (event === 'MESSAGE_CREATE') posts += 1;
  });
  const times: number[] = [];
  for (let second = 0; second < SECONDS; second += 1) {
    const [began, before] = [performance.now(), posts];
    await setTimeout(1_000);
    times.push((performance.now() - began) / (posts - before));
  }
  unwatch();
  return times;
}
