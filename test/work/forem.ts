import type { RequestListener } from 'node:http';
import { rss, type Announcement } from '../support/origin.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WINDOW = 12;
const CACHED_MS = 600 * SECOND;

interface Written {
  readonly number: number;
  readonly author: string;
  readonly publishedAt: number;
  /** When its score lets it into the feed. */
  readonly visibleAt: number;
}

/** What happens on dev.to in a week. */
export interface Week {
  readonly start: number;
  readonly end: number;
  readonly articles: readonly Written[];
  readonly outage: { readonly from: number; readonly to: number };
  readonly rename: { readonly author: string; readonly at: number };
}

const ARTICLES_AN_HOUR = 4;
const BURSTS = [9, 31, 58, 83, 101, 125, 150];
const OUTAGE_HOUR = 64;
const AUTHORS = ['ada', 'bob', 'cyd', 'dan'];

/**
 * Articles by a Poisson process, some of them late; seven bursts of thirty within three minutes; an outage of six hours; and an
 * author with another name in the middle of the week.
 */
export function week(start: number, chance: () => number): Week {
  const end = start + 7 * DAY;
  const times: number[] = [];
  for (let at = start - DAY; at < end; at += (-Math.log(1 - chance()) / ARTICLES_AN_HOUR) * HOUR) times.push(at);
  for (const hour of BURSTS)
    for (let index = 0; index < 30; index += 1) times.push(start + hour * HOUR + chance() * 3 * MINUTE);
  times.sort((one, other) => one - other);
  const outage = { from: start + OUTAGE_HOUR * HOUR, to: start + (OUTAGE_HOUR + 6) * HOUR };
  const articles = times.map((at, number) => ({
    number,
    author: AUTHORS[Math.floor(chance() * AUTHORS.length)] ?? '',
    publishedAt: at,
    visibleAt: chance() < 0.3 && mayBeLate(times, number, outage.from) ? at + chance() * HOUR : at,
  }));
  return { start, end, articles, outage, rename: { author: 'ada', at: start + 3.5 * DAY } };
}

/** Late, in the window or on the page behind it, and there for some hours: further behind nobody looks who finds the window known. */
function mayBeLate(times: readonly number[], number: number, outageAt: number): boolean {
  const at = times[number] ?? 0;
  const calmUntil = times[number + 2 * WINDOW - 4] ?? Infinity;
  return calmUntil > at + 4 * HOUR && Math.abs(at - outageAt) > 10 * HOUR;
}

/** dev.to behind its edge, which keeps every page for ten minutes; a visitor of its own comes by now and then. */
export function foremFeed(happens: Week, clock: { readonly now: number }, chance: () => number): RequestListener {
  const edge = new Map<string, { readonly at: number; readonly body: string }>();
  return ({ url = '', headers }, response) => {
    const { now } = clock;
    const { outage } = happens;
    if (now >= outage.from && now < outage.to) {
      if (chance() < 0.5) response.destroy();
      else response.writeHead(500).end();
      return;
    }
    const kept = edge.get(url);
    // The window's own page may have been asked for by others since it ran out.
    const askedAt = url.includes('page=') ? now : now - chance() * CACHED_MS;
    const page =
      kept !== undefined && now - kept.at < CACHED_MS ? kept : pageAt(happens, url, Math.max(askedAt, kept?.at ?? 0));
    edge.set(url, page);
    const etag = `W/"${page.at}"`;
    const age = String(Math.floor((now - page.at) / SECOND));
    const said = { etag, age, 'cache-control': 'public, max-age=600', date: new Date(page.at).toUTCString() };
    const same = headers['if-none-match'] === etag;
    response.writeHead(same ? 304 : 200, said).end(same ? undefined : page.body);
  };
}

function pageAt(happens: Week, url: string, at: number): { readonly at: number; readonly body: string } {
  const page = Number(/page=(\d+)/.exec(url)?.[1] ?? 1);
  const visible = happens.articles.filter(({ visibleAt }) => visibleAt <= at).reverse();
  const shown = visible.slice((page - 1) * WINDOW, page * WINDOW);
  const document = rss(shown.map((article) => announcement(article, happens.rename, at)));
  return { at, body: document.replace('https://feed.example<', 'https://dev.to<') };
}

/** The name of an author is a part of link and id; only the end of the link stays. */
function announcement({ number, author, publishedAt }: Written, rename: Week['rename'], at: number): Announcement {
  const name = author === rename.author && at >= rename.at ? `${author}-renamed` : author;
  const link = `https://dev.to/${name}/article-${number}-${(number * 7919).toString(36)}`;
  return { id: link, link, title: `Article ${number}`, author: name, published: publishedAt };
}
