import type { DestinationKindName } from '../../src/model/destination.ts';
import { GUILD, MEMBER } from '../../src/sandbox/cast.ts';
import type { Message } from '../../src/sandbox/objects.ts';
import { MANAGE_WEBHOOKS } from '../../src/sandbox/rights.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';

/** A place of the sandbox that articles go to. */
export interface Place {
  readonly id: string;
  readonly kind: DestinationKindName;
  /** Of which server it is, where that makes a difference. */
  readonly serverId: string | undefined;
}

/** Servers in which feeds speak for themselves, by webhooks, and in which posts are published. */
export const VOICES = GUILD;
export const PRESS = '1310000000000000999';

const FIRST_ID = 1_310_000_000_000_000_000n;

/** Discord's types of channels, how many of fifty places are of each, and of which server. */
const TYPES: readonly (readonly [kind: DestinationKindName, type: number, count: number, serverId?: string])[] = [
  ['channel', 0, 18],
  ['channel', 0, 8, VOICES],
  ['channel', 5, 4],
  ['channel', 5, 2, PRESS],
  ['channel', 11, 6],
  ['forum', 15, 6],
  ['direct', 1, 6],
];

/** Makes the places, of every kind that stands. */
export function makePlaces({ state, channels }: Sandbox): Place[] {
  const kinds = TYPES.flatMap(([kind, type, count, serverId]) =>
    Array.from({ length: count }, () => ({ kind, type, serverId })),
  );
  return kinds.map(({ kind, type, serverId }, index) => {
    const id = String(FIRST_ID + BigInt(index));
    const facts = { id, type, flags: 0, last_message_id: null };
    if (kind === 'direct') state.addChannel({ ...facts, recipients: [{ ...MEMBER, id: String(index) }] });
    else {
      const parent = type === 11 ? { parent_id: channels.text, owner_id: MEMBER.id, thread_metadata: OPEN } : {};
      const tags = kind === 'forum' ? { available_tags: [] } : {};
      state.addChannel({ ...facts, guild_id: GUILD, name: `place-${index}`, ...parent, ...tags });
    }
    if (serverId === VOICES) state.granted.set(id, MANAGE_WEBHOOKS);
    return { id, kind, serverId };
  });
}

const OPEN = { archived: false, locked: false, auto_archive_duration: 4320, archive_timestamp: '2026-01-01T00:00:00Z' };

/** The titles of the articles that stand in a place, in the order of their posting; those of one list in its order. */
export function titlesIn({ state }: Sandbox, { id, kind }: Place): string[] {
  if (kind !== 'forum') return state.messages(id).flatMap(titlesOf);
  const threads = state.channels().filter(({ parent_id }) => parent_id === id);
  const first = threads.flatMap((thread) => state.messages(thread.id).slice(0, 1));
  return first.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)).flatMap(titlesOf);
}

/** A post of one article has its title, a list of several has each as a link. */
function titlesOf({ embeds }: Message): string[] {
  const { title, description } = embeds[0] ?? {};
  if (!/^\d+ new articles /.test(title ?? '')) return [title ?? ''];
  return [...(description ?? '').matchAll(/\[(Article [\d-]+)\]/g)].map(([, name = '']) => name);
}
