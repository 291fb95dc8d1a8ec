import { CHANNELS, GUILD } from '../../src/sandbox/cast.ts';
import type { Store } from '../../src/store/index.ts';
import type { Wish } from '../../src/store/subscriptions.ts';
import type { Shown } from '../support/hand.ts';
import { heraldInside, type Inside } from '../support/herald-inside.ts';
import { stock } from '../support/library.ts';

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
