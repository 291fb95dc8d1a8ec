import { setTimeout } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { GUILD } from '../../src/sandbox/cast.ts';
import { openStore } from '../../src/store/index.ts';
import { sqliteBackend } from '../../src/store/sqlite.ts';
import { temporaryFolder } from '../support/folder.ts';
import { heraldInside } from '../support/herald-inside.ts';
import { stock } from '../support/library.ts';
import { article, crowd, feed, poll } from '../store/world.ts';

const LANES = 1_300;

/** A database in which an article is owed to more channels than Discord would let a bot fail in. */
async function crowded(): Promise<string> {
  const file = `${temporaryFolder()}/herald.db`;
  const store = await openStore(`sqlite:${file}`);
  const { id } = await feed(store);
  const { db } = sqliteBackend(file);
  await crowd(db, id, LANES, () => '');
  await db.destroy();
  await store.articles.record(id, poll([article(1)]), Date.now());
  await store.close();
  return `sqlite:${file}`;
}

test.each([
  { status: 403, body: { code: 50013, message: 'Missing Permissions' } },
  { status: 429, headers: {}, body: 'error code: 1015' },
])(
  'refused everywhere with $status, Herald stops long before it is banned, says so, and answers on',
  async (answer) => {
    const { sandbox, hand, logged, store } = await heraldInside({
      ROLES: 'gateway,send',
      DATABASE_URL: await crowded(),
    });
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ match: 'POST /channels/', times: 1_000_000, ...answer });
    await fetch(`${sandbox.url}/sandbox/faults`, { method: 'POST', headers, body });
    await stock(store, GUILD, [{ title: 'One' }]);

    await vi.waitUntil(() => logged.some((line) => line.includes('posting rests')), { timeout: 60_000, interval: 50 });
    await setTimeout(500);
    const refused = sandbox.answers.get(answer.status) ?? 0;
    expect(refused).toBeLessThan(1_000);
    expect((await hand.run('status')).embeds[0]?.description).toMatch(/^⏸️ All posting rests, and goes on <t:\d+:R>/);
    await setTimeout(1_000);
    expect(sandbox.answers.get(answer.status)).toBe(refused);
  },
  90_000,
);
