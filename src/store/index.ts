import { UserError } from '../lib/errors.ts';
import { aliasesIn } from './aliases.ts';
import { articlesIn } from './articles.ts';
import type { Backend, Rest } from './backend.ts';
import { forgetExpired, openCache } from './cache.ts';
import { correctionsIn } from './corrections.ts';
import { forgetOldDays } from './days.ts';
import { deliveriesIn } from './deliveries.ts';
import { destinationsIn } from './destinations.ts';
import { feedsIn } from './feeds.ts';
import { setFixedSubscription } from './fixed.ts';
import { hostsIn } from './hosts.ts';
import { publishingsIn } from './publishings.ts';
import { webhooksIn } from './webhooks.ts';
import { hubsIn } from './hubs.ts';
import { migrate } from './migrations/index.ts';
import { noticesIn } from './notices.ts';
import { overviewIn } from './overview.ts';
import { recover } from './recover.ts';
import { searchIn } from './search.ts';
import { serverFeedsIn } from './server-feeds.ts';
import { serversIn } from './servers.ts';
import { sqliteBackend } from './sqlite.ts';
import { suggestionsIn } from './suggest.ts';
import { subscriptionsIn } from './subscriptions.ts';
import { togetherOn } from './together.ts';
import { warm } from './warm.ts';

/** All that Herald remembers. Instants are epoch milliseconds; a call resolves when its writes are durable. */
export type Store = ReturnType<typeof storeOn>;

/**
 * Opens a database, and makes or migrates its tables.
 *
 * @param url `sqlite:PATH` (the file and its folder are made) or `sqlite::memory:`.
 * @throws {UserError} when the address names no database that Herald can use.
 */
export async function openStore(url: string): Promise<Store> {
  const backend = backendOf(url);
  try {
    await migrate(backend);
    await forgetExpired(backend.db, Date.now());
    await forgetOldDays(backend.db, Date.now());
  } catch (error) {
    await closeBackend(backend);
    throw error;
  }
  return storeOn(backend);
}

/** The address may hold a password: no error repeats more of it than its scheme. */
function backendOf(url: string): Backend {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  const path = url.slice('sqlite:'.length);
  if (scheme === 'sqlite' && path !== '' && !/^\/\/[^/]/.test(path)) return sqliteBackend(path);
  const instead = 'Write sqlite:PATH, as in sqlite:data/herald.db, or sqlite::memory: to forget all at the end';
  if (scheme === 'sqlite') throw new UserError(`DATABASE_URL names no file. ${instead}.`);
  throw new UserError(
    `DATABASE_URL is no address of a database that Herald knows (${scheme ?? 'no scheme'}). ${instead}.`,
  );
}

export function storeOn(backend: Backend) {
  const { db, reader } = backend;
  const together = togetherOn(db);
  return {
    feeds: feedsIn(backend, together),
    hosts: hostsIn(db),
    hubs: hubsIn(db),
    articles: articlesIn(db, together),
    servers: { ...serversIn(db, reader), ...serverFeedsIn(db, reader), ...aliasesIn(db, reader) },
    subscriptions: {
      ...subscriptionsIn(db, reader),
      setFixed: (...rest: Rest<typeof setFixedSubscription>) => setFixedSubscription(db, ...rest),
    },
    destinations: destinationsIn(db),
    search: {
      ...searchIn(reader),
      ...suggestionsIn(reader),
      warm: (...rest: Rest<typeof warm>) => warm(reader, ...rest),
    },
    deliveries: deliveriesIn(backend),
    corrections: correctionsIn(backend),
    notices: noticesIn(backend),
    publishings: publishingsIn(db),
    webhooks: webhooksIn(db),
    overview: overviewIn(reader),
    /** @param namespace keeps the keys of one use apart from those of others. */
    cache: (namespace: string) => openCache(db, namespace),
    /** To be called once, at the start of the process, before anything is claimed. */
    recover: (now: number) => recover(backend, now),
    close: () => closeBackend(backend),
  };
}

async function closeBackend({ db, reader }: Backend): Promise<void> {
  await reader.destroy();
  if (reader !== db) await db.destroy();
}
