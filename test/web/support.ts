import { pino } from 'pino';
import { onTestFinished, vi } from 'vitest';
import { openStore, type Store } from '../../src/store/index.ts';
import { createMetrics } from '../../src/web/metrics.ts';
import { startWeb } from '../../src/web/web.ts';
import { heraldInside, type Inside } from '../support/herald-inside.ts';

export const TOKEN = 'a-token-of-more-than-sixteen-characters';

/** A Herald that serves its status page. */
export interface Served extends Inside {
  readonly url: string;
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Response>;
}

/** @param settings as the environment would give them. */
export async function served(settings: Readonly<Record<string, string>> = {}): Promise<Served> {
  const inside = await heraldInside({ HTTP_PORT: '0', ...settings });
  const url = await vi.waitUntil(() => addressIn(inside.logged), { timeout: 5_000, interval: 10 });
  return { ...inside, url, get: (path, headers = {}) => fetch(`${url}${path}`, { headers, redirect: 'manual' }) };
}

/** The last address that a log names as that of the status page. */
export function addressIn(lines: readonly string[]): string | undefined {
  return lines.map((line) => /"url":"([^"]+)","msg":"the status page is served"/.exec(line)?.[1]).findLast(Boolean);
}

/** A status page over a database, without a Herald that would work on it. */
export async function pageAlone(
  gateway = () => true,
  databaseUrl = 'sqlite::memory:',
): Promise<{ readonly url: string; readonly store: Store }> {
  const store = await openStore(databaseUrl);
  const context = { store, log: pino({ level: 'silent' }), now: Date.now, version: '0.1.0' };
  const metrics = createMetrics(store, '0.1.0', Date.now);
  const web = await startWeb(
    { host: '127.0.0.1', port: 0, token: undefined },
    { ...context, metrics, parts: { database: store.overview.answers, gateway } },
  );
  onTestFinished(async () => {
    await web.stop();
    await store.close();
  });
  return { url: `${web.url}/`, store };
}
