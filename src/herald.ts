import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import { commands } from '../commands/index.ts';
import { pausedNote } from '../commands/subscribing/paused.ts';
import { startBot } from './bot/bot.ts';
import type { Connection } from './bot/client.ts';
import type { Context, Limits } from './bot/context.ts';
import type { Config } from './config.ts';
import { createDestinations } from './discord/destinations/index.ts';
import { createRest } from './discord/rest.ts';
import { createFetcher, type Fetcher } from './feed/fetch.ts';
import { holdFixedFeed } from './fixed.ts';
import type { Loop } from './lib/loop.ts';
import { openStore, type Store } from './store/index.ts';
import { createTraffic, type Traffic } from './discord/traffic.ts';
import { createClock } from './lib/clock.ts';
import { createMetrics, type Metrics } from './web/metrics.ts';
import { startWeb, type WebOptions } from './web/web.ts';
import type { SendContext } from './work/deliver.ts';
import { startEditor } from './work/editor.ts';
import { findFeeds } from './work/find.ts';
import { createIllustrator } from './work/illustrate.ts';
import { refresh, type PollContext } from './work/refresh.ts';
import { startHubs } from './work/hubs.ts';
import { startNotifier } from './work/notifier.ts';
import { startPublisher } from './work/publisher.ts';
import { startPoller } from './work/poller.ts';
import { createReader } from './work/reader.ts';
import { startSender } from './work/sender.ts';
import { startWarmer } from './work/warmer.ts';

/** The settings of a Herald that runs: what depends on having a token is decided. */
export type HeraldConfig = Config & {
  readonly [
    Name in 'DISCORD_TOKEN' | 'DATABASE_URL' | 'POLL_SECONDS' | 'POST_BACKLOG' | 'ALLOW_PRIVATE_NETWORKS'
  ]-?: NonNullable<Config[Name]>;
};

/** A Herald at work. */
export interface Herald {
  /** Finishes what is under way, begins nothing new, and closes every connection. */
  stop(): Promise<void>;
}

/** How long fetches under way may take to finish at a stop. */
const FETCH_GRACE_MS = 3_000;

const RESTORED =
  'this database is a backup: what may have been posted since it was taken is looked for before it is posted';

const TOO_MUCH_REFUSED =
  'Discord has refused so many calls that posting rests for a while, before it bans this address: see above which channels';

/**
 * Opens the store and starts what `ROLES` asks for.
 *
 * @param unauthorized is told when Discord does not accept the token: the process can do nothing useful then.
 */
export async function startHerald(
  config: HeraldConfig,
  version: string,
  log: Logger,
  unauthorized: (reason: string) => void,
): Promise<Herald> {
  const now = createClock();
  const startedAt = now();
  const store = await openRecovered(config, startedAt, log);
  const fetcher = fetcherOf(config, version, store, now);
  const metrics = config.HTTP_PORT === undefined ? undefined : createMetrics(store, version, now);
  const traffic = trafficOf(config, log, metrics);
  const context = { store, log, now, startedAt, restMs: traffic.restMs, unauthorized, ...metrics };
  const does = (role: Config['ROLES'][number]) => config.ROLES.includes(role);
  const rest = createRest(config.DISCORD_TOKEN, config.DISCORD_API_URL, traffic);
  const destinations = createDestinations(rest, store.webhooks);
  const fixed = await holdFixedFeed(config, { ...context, rest });
  const senders = does('send') ? startSenders(config, { ...context, rest, destinations, fetcher }) : undefined;
  const sender = senders?.[0];
  const reader = createReader();
  const { PUBLIC_URL: publicUrl, POLL_SECONDS: pollSeconds, POST_BACKLOG: backlog } = config;
  let subscriber: Loop | undefined;
  const hubs = publicUrl === undefined ? undefined : { wake: () => subscriber?.wake() };
  const pollContext = { ...context, fetcher, reader, hubs, pollSeconds, backlog };
  const poller = does('poll') ? startPoller(pollContext, () => sender?.wake()) : undefined;
  const asked = askedOf(config, { ...context, rest, destinations }, pollContext, () => sender?.wake());
  const warmer = does('gateway') ? startWarmer(context) : undefined;
  const bot = does('gateway') ? startBot(connectionOf(config, traffic), asked, log, unauthorized) : undefined;
  const parts = { database: store.overview.answers, gateway: bot?.ready, poller, sender };
  const due = hubs && (() => poller?.wake());
  const web = metrics && (await startWeb(webOf(config), { ...context, version, metrics, parts, due }));
  // Last: hubs call back.
  if (publicUrl !== undefined && does('poll')) subscriber = startHubs({ ...context, fetcher, publicUrl });

  const workers = [poller, ...(senders ?? []), bot, fixed, web, warmer, subscriber];
  return { stop: () => stopAll(workers, [fetcher, reader, store]) };
}

type Sending = Parameters<typeof startPublisher>[0] & SendContext & { readonly fetcher: Fetcher };

/** All that calls Discord by itself. */
function startSenders(config: HeraldConfig, context: Sending) {
  const illustrate = config.PAGE_PICTURES ? createIllustrator(context) : undefined;
  const rules = { foldAbove: config.FOLD_ABOVE, postsPerHour: config.POSTS_PER_HOUR };
  const sender = startSender({ ...context, rules, illustrate });
  return [sender, startEditor(context), startNotifier(context), startPublisher(context)] as const;
}

/** What commands can reach. */
function askedOf(
  config: HeraldConfig,
  tools: Pick<Context, 'store' | 'rest' | 'destinations' | 'now' | 'restMs'>,
  pollContext: PollContext,
  owed: () => void,
): Context {
  return {
    ...{ ...tools, commands, owed },
    limits: limitsOf(config),
    note: pausedNote,
    find: (typed) => findFeeds(typed, pollContext.fetcher, pollContext.reader),
    poll: (feed) => refresh(feed, { ...pollContext, backlog: 0 }),
  };
}

async function openRecovered({ DATABASE_URL }: HeraldConfig, startedAt: number, log: Logger): Promise<Store> {
  const store = await openStore(DATABASE_URL);
  const takenAt = await store.recover(startedAt);
  if (takenAt !== undefined) log.warn({ taken: new Date(takenAt) }, RESTORED);
  return store;
}

/** Ends what works, then closes what it worked with, the fetcher first. */
async function stopAll(
  workers: readonly ({ stop(): Promise<void> } | undefined)[],
  [fetcher, ...tools]: readonly [Closable, ...Closable[]],
): Promise<void> {
  const ending = Promise.all(workers.map(async (worker) => await worker?.stop()));
  // A server that hangs would outlast the stop: what is asked of it then is broken off.
  await Promise.race([ending, setTimeout(FETCH_GRACE_MS)]);
  await fetcher.close();
  await ending;
  for (const tool of tools) await tool.close();
}

interface Closable {
  close(): Promise<void>;
}

function fetcherOf(config: HeraldConfig, version: string, store: Store, now: () => number): Fetcher {
  return createFetcher({
    allowPrivateNetworks: config.ALLOW_PRIVATE_NETWORKS,
    contact: config.CONTACT,
    version,
    pauses: {
      pausedUntil: (host) => store.hosts.pausedUntil(host, now()),
      pause: (host, until) => store.hosts.pause(host, until),
    },
    now,
  });
}

function webOf({ HTTP_HOST, HTTP_PORT, HTTP_TOKEN }: HeraldConfig): WebOptions {
  return { host: HTTP_HOST, port: HTTP_PORT ?? 0, token: HTTP_TOKEN };
}

function trafficOf({ CALLS_PER_SECOND: perSecond }: HeraldConfig, log: Logger, metrics: Metrics | undefined): Traffic {
  const broke = (restMs: number) => log.error({ restMinutes: Math.ceil(restMs / 60_000) }, TOO_MUCH_REFUSED);
  return createTraffic({ perSecond, broke, called: metrics?.called });
}

function connectionOf(config: HeraldConfig, { ask }: Traffic): Connection {
  return {
    token: config.DISCORD_TOKEN,
    apiUrl: config.DISCORD_API_URL,
    ask,
    shards: config.SHARDS,
    shardCount: config.SHARD_COUNT,
  };
}

function limitsOf(config: HeraldConfig): Limits {
  return {
    feedsPerServer: config.FEEDS_PER_SERVER,
    subscriptionsPerServer: config.SUBSCRIPTIONS_PER_SERVER,
    subscriptionsPerMember: config.SUBSCRIPTIONS_PER_MEMBER,
    commandsPerMinute: config.COMMANDS_PER_MINUTE,
  };
}
