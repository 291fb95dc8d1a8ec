import type { Feed, Skip } from '../model/feed.ts';
import type { FeedRow } from './schema.ts';

export function toFeed(row: FeedRow): Feed {
  return {
    id: row.id,
    url: row.url,
    pollUrl: row.poll_url,
    moving: row.moving_to === null ? undefined : { url: row.moving_to, polls: row.moving_polls },
    title: row.title ?? undefined,
    link: row.link ?? undefined,
    language: row.language ?? undefined,
    icon: row.icon ?? undefined,
    validators: {
      etag: row.etag ?? undefined,
      lastModified: row.last_modified ?? undefined,
      url: row.validators_url ?? undefined,
    },
    fingerprint: row.fingerprint ?? undefined,
    nextPollAt: row.next_poll_at ?? undefined,
    baselinedAt: row.baselined_at ?? undefined,
    lastPolledAt: row.last_polled_at ?? undefined,
    articles: row.articles,
    // Written by recordPoll alone.
    pace: { seconds: row.pace_seconds, skip: row.skip === null ? undefined : (JSON.parse(row.skip) as Skip) },
    failures: row.failures,
    failingSince: row.failing_since ?? undefined,
    lastError: row.last_error ?? undefined,
  };
}

/** The host of an address, as pauses name it. */
export function hostOf(address: string): string {
  return URL.parse(address)?.host ?? '';
}
