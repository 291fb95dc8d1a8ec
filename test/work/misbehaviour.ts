import type { IncomingMessage, ServerResponse } from 'node:http';
import { rss } from '../support/origin.ts';

const FLOOR_MS = 600_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What a well-behaved reader would know of one feed, as the servers see it. */
export interface Suspect {
  readonly name: string;
  articles: number;
  /** What the last answer that was a feed gave, and where. */
  given: { etag: string | undefined; lastModified: string | undefined; url: string } | undefined;
  /** No poll may begin before it. */
  earliest: number;
  gone: boolean;
  /** Where the poll under way was sent on to, and when. */
  sentTo: { readonly url: string; readonly at: number } | undefined;
  movedTo: string | undefined;
}

export function suspect(name: string): Suspect {
  const nothing = { given: undefined, sentTo: undefined, movedTo: undefined };
  return { name, articles: 3, earliest: 0, gone: false, ...nothing };
}

/** One request, and what it may be answered with. */
export interface Scene {
  readonly feed: Suspect;
  readonly url: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly now: number;
  readonly chance: () => number;
  /** Addresses that the feed may be sent to. */
  readonly elsewhere: readonly string[];
  /** Keeps readers away from the host from now on. */
  readonly pause: (ms: number) => void;
}

type Act = (scene: Scene) => void;

/** What servers do to readers; the ordinary stands among it. */
export const acts: readonly (readonly [name: string, weight: number, act: Act])[] = [
  ['news', 8, (scene) => answerFeed(scene, 1)],
  ['the same again', 8, (scene) => answerFeed(scene, 0)],
  ['304', 20, unchanged],
  ['304 with other validators', 6, (scene) => unchanged(scene, fresh(scene))],
  ['404', 4, (scene) => fail(scene, 404)],
  ['500', 4, (scene) => fail(scene, 500)],
  ['403', 2, (scene) => fail(scene, 403)],
  ['410', 0.3, vanish],
  ['429 for a number of seconds', 3, (scene) => throttle(scene, 429, between(scene, 1, 7200))],
  ['503 until a date', 3, (scene) => throttle(scene, 503, between(scene, 600, 7200), true)],
  ['503 without a word', 2, (scene) => throttle(scene, 503, undefined)],
  ['429 for a month', 0.2, (scene) => throttle(scene, 429, 2_592_000)],
  ['a redirect', 10, (scene) => redirect(scene, [301, 302, 303, 307, 308], pick(scene, scene.elsewhere))],
  ['a redirect to itself', 2, (scene) => redirect(scene, [301, 302], scene.url)],
  ['a redirect to nowhere', 1, (scene) => scene.response.writeHead(301, { location: 'http://:-1' }).end()],
  ['a move for good', 1, moveAway],
  ['a broken connection', 3, ({ response }) => response.destroy()],
  ['half a body', 3, (scene) => half(scene)],
  ['a damaged packing', 2, (scene) => answer(scene, 'not gzip', { 'content-encoding': 'gzip' })],
  ['a web page', 3, (scene) => answer(scene, '<html><body>We are back soon.</body></html>')],
  ['nothing', 2, (scene) => answer(scene, '')],
  ['damaged XML', 2, (scene) => answer(scene, '<rss><channel><item><<<')],
  ['silence', 0.5, () => undefined],
];

/** Silence lasts, in real time, until the fetcher's patience ends: it is played that often only. */
export const SILENCES = 3;

/** A document, with whatever validators and freshness. */
function answerFeed(scene: Scene, news: number): void {
  const { feed, now, response, url } = scene;
  feed.articles += news;
  const { etag, lastModified } = fresh(scene);
  const maxAge = pick(scene, [undefined, 0, 300, 1800, 7200, 1e9]);
  const age = pick(scene, [0, 0, 200]);
  feed.given = { etag, lastModified, url };
  feed.earliest = now + Math.max(FLOOR_MS, Math.min(4 * HOUR_MS, ((maxAge ?? 0) - age) * 1000));
  const freshness = maxAge === undefined ? {} : { 'cache-control': `public, max-age=${maxAge}`, age: String(age) };
  const ids = Array.from({ length: 3 }, (_, index) => feed.articles - index);
  const body = rss(ids.map((id) => ({ id: `${feed.name}-${id}`, link: `https://${feed.name}.example/${id}` })));
  response.writeHead(200, { ...headersOf({ etag, lastModified }), ...freshness }).end(body);
}

function unchanged(scene: Scene, changes: Partial<Validators> = {}): void {
  const { feed, request, response, now, url } = scene;
  const asked = request.headers['if-none-match'] ?? request.headers['if-modified-since'];
  feed.earliest = now + FLOOR_MS;
  const { etag, lastModified } = changes;
  if (asked !== undefined && (etag ?? lastModified) !== undefined) {
    feed.given = { etag: etag ?? feed.given?.etag, lastModified: lastModified ?? feed.given?.lastModified, url };
  }
  response.writeHead(304, headersOf({ etag, lastModified })).end();
}

interface Validators {
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
}

function fresh(scene: Scene): Validators {
  const { now } = scene;
  const etag = pick(scene, [undefined, `"${now}"`, `W/"é ${now}"`, `bare-${now}`]);
  return { etag, lastModified: pick(scene, [undefined, new Date(now).toUTCString(), `yesterday, ${now}`]) };
}

function headersOf({ etag, lastModified }: Validators): Record<string, string> {
  // Node writes header texts as Latin-1.
  return { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { 'last-modified': lastModified }) };
}

/** An answer that is no feed; its validators mean nothing. */
function answer(scene: Scene, body: string, headers: Record<string, string> = {}): void {
  scene.response.writeHead(200, { ...headersOf(fresh(scene)), ...headers }).end(body);
}

function fail(scene: Scene, status: number): void {
  scene.response.writeHead(status, headersOf(fresh(scene))).end('Sorry');
}

/** From now on every request to another address is sent there. */
function moveAway(scene: Scene): void {
  scene.feed.movedTo = pick(scene, scene.elsewhere);
  fail(scene, 500);
}

function vanish(scene: Scene): void {
  scene.feed.gone = true;
  fail(scene, 410);
}

function throttle({ response, pause, now }: Scene, status: number, seconds: number | undefined, asDate = false): void {
  pause(Math.min(DAY_MS, (seconds ?? 600) * 1000));
  const value = asDate ? new Date(now + (seconds ?? 0) * 1000).toUTCString() : String(seconds ?? 'soon');
  response.writeHead(status, { 'retry-after': value }).end();
}

/** Sends the visitor on. */
export function redirect(scene: Scene, statuses: readonly number[], url: string): void {
  scene.feed.sentTo = { url, at: scene.now };
  scene.response.writeHead(pick(scene, statuses), { location: url }).end();
}

function half({ response }: Scene): void {
  response.writeHead(200, { etag: '"half"', 'content-length': 5000 }).write('<rss version="2.0"><channel>', () => {
    response.destroy();
  });
}

export function pick<T>({ chance }: Pick<Scene, 'chance'>, choices: readonly T[]): T {
  const choice = choices[Math.floor(chance() * choices.length)];
  return choice as T; // The index is within the list, which is never empty.
}

function between({ chance }: Scene, least: number, most: number): number {
  return Math.floor(least + chance() * (most - least));
}
