import { CHANNELS, GUILD } from '../../src/sandbox/cast.ts';
import type { Store } from '../../src/store/index.ts';
import type { Wish } from '../../src/store/subscriptions.ts';
import type { Shown } from '../support/hand.ts';
import { heraldInside, type Inside } from '../support/herald-inside.ts';
import { stock } from '../support/library.ts';
import { rss, type Announcement } from '../support/origin.ts';

/** A role of the sandbox. */
export const READERS = '1300000000000000021';

/** A Herald that only answers: what the feeds have brought is put into its database. */
export const inside = () => heraldInside({ ROLES: 'gateway' });

/** The same with a feed of two articles. */
export async function stocked(title = 'The News') {
  const herald = await inside();
  const feedId = await stock(herald.store, GUILD, [{ title: 'One', tags: ['rust'] }, { title: 'Two' }], { title });
  return { ...herald, herald, feedId, feed: String(feedId) };
}

/** Leads a feed to a channel. */
export async function lead(store: Store, feedId: number, address: string = CHANNELS.text, facts: Partial<Wish> = {}) {
  const { id } = await store.destinations.ensure({ kind: 'channel', address, serverId: GUILD });
  return await store.subscriptions.add(
    { serverId: GUILD, feedId, destinationId: id, tags: [], except: [], ...facts },
    Date.now(),
  );
}

export function labelsOf({ components = [] }: Shown): (string | undefined)[] {
  return components.flatMap((row) => row.components.map(({ label }) => label));
}

/** Whether Discord refused nothing, and no command broke. */
export function isClean({ sandbox, logged }: Inside): boolean {
  return (
    (sandbox.answers.get(400) ?? 0) === 0 && !logged.some((line) => /a command failed|an? \w+ could not/.test(line))
  );
}

/** The titles of what stands in a channel for everyone. */
export async function posted({ sandbox }: Inside, channel: string = CHANNELS.text): Promise<(string | undefined)[]> {
  const answer = await fetch(`${sandbox.url}/sandbox/channels/${channel}/messages`);
  const messages = (await answer.json()) as readonly (Shown & { readonly flags: number })[];
  return messages.filter(({ flags }) => (flags & 64) === 0).map(({ embeds }) => embeds[0]?.title);
}

/** A Herald and a feed at `/feed`. */
export async function withFeed(articles: readonly Announcement[], settings: Readonly<Record<string, string>> = {}) {
  const inside = await heraldInside(settings);
  const url = `${inside.origin.url}/feed`;
  inside.origin.serve('/feed', rss(articles));
  return { ...inside, inside, url };
}
