import { randomUUID } from 'node:crypto';
import { customIdOf, partsOf, type Press } from '../model/press.ts';
import type { Store } from '../store/index.ts';

/** Discord's limit on a custom_id. */
const MAX_CUSTOM_ID = 100;
/** What does not fit into a button is kept this long. */
const KEEP_MS = 30 * 24 * 3600 * 1000;

export type Cache = ReturnType<Store['cache']>;

/** A press that came back, and whether it needs Manage Server. */
export interface Pressed extends Press {
  readonly managersOnly: boolean;
}

/** Writes what a button carries into its custom_id, or, when it is long, into the cache: then `#KEY` stands in its place. */
export async function encodePress(press: Press, cache: Cache, managersOnly = false): Promise<string> {
  const customId = customIdOf(press, managersOnly);
  if (customId.length <= MAX_CUSTOM_ID) return customId;
  const key = randomUUID();
  await cache.set(key, JSON.stringify(press.carry ?? null), KEEP_MS);
  return customIdOf(press, managersOnly, `#${key}`);
}

/** Reads a custom_id again; undefined when it is not one of Herald's, or when what it needs is no longer kept. */
export async function decodePress(customId: string, cache: Cache): Promise<Pressed | undefined> {
  const parts = partsOf(customId);
  if (parts === undefined) return undefined;
  const { json, ...press } = parts;
  const kept = json.startsWith('#') ? await cache.get<string>(json.slice(1)) : json;
  const carry = kept === undefined ? undefined : parsed(kept);
  return carry === undefined ? undefined : { ...press, carry };
}

/** Undefined, which JSON does not know, when the text is damaged. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
