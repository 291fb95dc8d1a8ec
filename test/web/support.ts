import { vi } from 'vitest';
import { heraldInside, type Inside } from '../support/herald-inside.ts';

export const TOKEN = 'a-token-of-more-than-sixteen-characters';

/** A Herald that serves its status page. */
export interface Served extends Inside {
  readonly url: string;
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Response>;
}

/** @param settings as the environment would give them. */
export async function served(settings: Readonly<Record<string, string>> = {}): Promise<Served> {
  const inside = await heraldInside({ HTTP_PORT: '0', ...settings });
  const url = await vi.waitUntil(() => addressIn(inside.logged), { timeout: 5_000, interval: 10 });
  return { ...inside, url, get: (path, headers = {}) => fetch(`${url}${path}`, { headers, redirect: 'manual' }) };
}

/** The last address that a log names as that of the status page. */
export function addressIn(lines: readonly string[]): string | undefined {
  return lines.map((line) => /"url":"([^"]+)","msg":"the status page is served"/.exec(line)?.[1]).findLast(Boolean);
}
