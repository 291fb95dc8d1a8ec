import { randomUUID } from 'node:crypto';
import type { Store } from '../store/index.ts';
import type { Press } from './reply.ts';

/** Discord's limit on a custom_id. */
const MAX_CUSTOM_ID = 100;
/** What does not fit into a button is kept this long. */
const KEEP_MS = 30 * 24 * 3600 * 1000;

export type Cache = ReturnType<Store['cache']>;

/** Marks a button that was made for somebody who had Manage Server. */
const MANAGED = '!';

/** A press that came back, and whether its button was made for somebody who had Manage Server. */
export interface Pressed extends Press {
  readonly byManager: boolean;
}

/**
 * Writes what a button carries into its custom_id: `TO ONLY JSON`, or `TO ONLY #KEY` for what is kept in the cache; `ONLY!` when
 * it is made for somebody who has Manage Server.
 */
export async function encodePress(press: Press, cache: Cache, byManager = false): Promise<string> {
  const head = `${press.to} ${press.only ?? '-'}${byManager ? MANAGED : ''} `;
  const json = JSON.stringify(press.carry ?? null);
  if (head.length + json.length <= MAX_CUSTOM_ID) return head + json;
  const key = randomUUID();
  await cache.set(key, json, KEEP_MS);
  return `${head}#${key}`;
}

/** Reads a custom_id again; undefined when it is not one of Herald's, or when what it needs is no longer kept. */
export async function decodePress(customId: string, cache: Cache): Promise<Pressed | undefined> {
  const [, to, only, managed, rest] = /^(\S+) ([^\s!]+)(!?) (.+)$/s.exec(customId) ?? [];
  if (to === undefined || rest === undefined) return undefined;
  const json = rest.startsWith('#') ? await cache.get<string>(rest.slice(1)) : rest;
  const carry = json === undefined ? undefined : parsed(json);
  if (carry === undefined) return undefined;
  return { to, carry, byManager: managed === MANAGED, ...(only === undefined || only === '-' ? {} : { only }) };
}

/** Undefined, which JSON does not know, when the text is damaged. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
