import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { acts, pick, redirect, SILENCES, suspect, type Scene, type Suspect } from './misbehaviour.ts';
import { chance as chanceOf, simulate } from './sim.ts';

const HOSTS = 4;
const FEEDS = 12;
const DAY_MS = 86_400_000;

/** A host as its visitors should treat it. */
interface Host {
  readonly url: string;
  pausedUntil: number;
  visitors: number;
}

// Ten seconds on an idle machine, a minute on one that runs all else beside it.
test('a thousand misbehaviours teach no bad manners', { timeout: 240_000 }, async () => {
  const chance = chanceOf(20_261_123);
  // Longer than a busy machine may stand still: what was cut short by mistake would arrive when its time is over.
  const sim = await simulate({ totalMs: 5000 });
  const { clock } = sim;
  const violations: string[] = [];
  const played = new Map<string, number>();
  const feeds = new Map<string, Suspect>();
  const hosts: Host[] = [];

  const visit = (host: Host, request: IncomingMessage, response: ServerResponse) => {
    const url = `${host.url}${request.url ?? ''}`;
    const feed = feeds.get(/feed\d+/.exec(url)?.[0] ?? '') ?? suspect('unknown');
    for (const wrong of wrongs(host, feed, url, request, clock.now)) violations.push(`${url}: ${wrong}`);
    host.visitors += 1;
    feed.earliest = Math.max(feed.earliest, clock.now + 600_000);
    feed.sentTo = undefined;
    const pause = (ms: number) => (host.pausedUntil = clock.now + ms);
    const elsewhere = hosts.map((each) => `${each.url}/${feed.name}/elsewhere`);
    const scene: Scene = { ...{ feed, url, request, response, chance, pause, elsewhere }, now: clock.now };
    response.setHeader('date', new Date(clock.now).toUTCString());
    // A moment, so that a second visitor would be seen.
    setTimeout(() => {
      host.visitors -= 1;
      if (feed.movedTo !== undefined && feed.movedTo !== url) return redirect(scene, [301, 308], feed.movedTo);
      const [name, act] = choose(chance, played);
      played.set(name, (played.get(name) ?? 0) + 1);
      act(scene);
    }, 1);
  };

  for (let index = 0; index < HOSTS; index += 1) {
    const server = createServer((request, response) => visit(host, request, response));
    const host: Host = { url: await listen(server), pausedUntil: 0, visitors: 0 };
    hosts.push(host);
  }
  const rows = new Map<string, { readonly id: number }>();
  for (let index = 0; index < FEEDS; index += 1) {
    const name = `feed${index}`;
    feeds.set(name, suspect(name));
    rows.set(name, await sim.add(`${pick({ chance }, hosts).url}/${name}`));
  }
  const misbehaviours = () => [...played.values()].reduce((sum, count) => sum + count, 0) - (played.get('news') ?? 0);
  const start = clock.now;
  const enough = () => misbehaviours() > 1000 && played.size === acts.length;
  for (let day = 1; !enough() && day < 60; day += 1) {
    await sim.runUntil(start + day * DAY_MS);
    for (const feed of feeds.values()) {
      if (feed.gone) await sim.store.feeds.retry(rows.get(feed.name)?.id ?? 0, clock.now);
      feed.gone = false;
      feed.movedTo = undefined;
    }
  }

  expect(violations).toEqual([]);
  expect(misbehaviours()).toBeGreaterThan(1000);
  expect(played.size, [...played.keys()].join(', ')).toBe(acts.length);
  const posted = await sim.posted();
  expect(posted.length).toBeGreaterThan(50);
  expect(new Set(posted).size).toBe(posted.length);
});

/** What is wrong with a request. */
function wrongs(host: Host, feed: Suspect, url: string, { headers }: IncomingMessage, now: number): string[] {
  const { given, sentTo } = feed;
  const hop = sentTo?.url === url && sentTo.at === now;
  const due = given?.url === url ? given : undefined;
  const conditions = [headers['if-none-match'], headers['if-modified-since']];
  return [
    ...(host.visitors > 0 ? ['a second visitor'] : []),
    ...(now < host.pausedUntil ? [`within a pause, ${host.pausedUntil - now} ms early`] : []),
    ...(feed.gone ? ['asked although it is gone'] : []),
    ...(!hop && now < feed.earliest ? [`${feed.earliest - now} ms early`] : []),
    ...(conditions[0] !== due?.etag || conditions[1] !== due?.lastModified
      ? [`conditions ${JSON.stringify(conditions)} instead of ${JSON.stringify(due)}`]
      : []),
  ];
}

type Played = ReadonlyMap<string, number>;

function choose(chance: () => number, played: Played): readonly [string, (scene: Scene) => void] {
  const choices = acts.filter(([name]) => name !== 'silence' || (played.get(name) ?? 0) < SILENCES);
  let left = chance() * choices.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight, act] of choices) if ((left -= weight) < 0) return [name, act];
  return choose(chance, played);
}

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // It listens on a port.
}
