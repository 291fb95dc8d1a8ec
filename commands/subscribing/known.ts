import leven from 'leven';
import type { Caller, Context } from '../../src/bot/context.ts';
import { foldTag } from '../../src/model/tag.ts';
import { scopeOf } from '../options.ts';

/** How many tags are proposed, beside the button that does not care. */
const PROPOSALS = 4;

/** Those of the tags that no article of the server's feeds has had; an alias of one that is known is known. */
export async function unknownTags(
  tags: readonly string[],
  caller: Caller,
  { store }: Pick<Context, 'store'>,
): Promise<string[]> {
  const scope = scopeOf(caller);
  const found = await Promise.all(tags.map((tag) => store.search.latest({ scope, tag, offset: 0, limit: 1 })));
  return tags.filter((_, at) => found[at]?.hits.length === 0);
}

/** Whether an article of the server's feeds is by the author. */
export async function isKnownAuthor(
  author: string,
  caller: Caller,
  { store }: Pick<Context, 'store'>,
): Promise<boolean> {
  return (await store.search.latest({ scope: scopeOf(caller), author, offset: 0, limit: 1 })).hits.length > 0;
}

/** The known authors one of whose names begins so, as they are written. */
export async function authorsNear(
  author: string,
  caller: Caller,
  { store }: Pick<Context, 'store'>,
): Promise<string[]> {
  const found = await store.search.suggestAuthors(scopeOf(caller), author);
  return found.slice(0, PROPOSALS).map(({ written }) => written);
}

/** The known tags that may have been meant, the nearest first, as they are written. */
export async function tagsNear(
  tag: string,
  caller: Caller,
  { store, now }: Pick<Context, 'store' | 'now'>,
): Promise<string[]> {
  const signs = Array.from(tag).slice(0, 12);
  // Every beginning, the empty one too: what shares a longer one is asked for apart, so that the many at `c` don't hide it.
  const starts = signs.map((_, at) => signs.slice(0, at + 1).join(''));
  const found = await Promise.all(
    ['', ...starts].map((start) => store.search.suggestTags(scopeOf(caller), start, now())),
  );
  const known = new Map(found.flat().map(({ written }) => [foldTag(written), written]));
  return [...known]
    .map(([folded, written]) => ({ written, distance: distanceOf(tag, folded) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(tag.length / 3)))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, PROPOSALS)
    .map(({ written }) => written);
}

/** In typing mistakes; what goes on as the tag begins is as near as one mistake. */
function distanceOf(tag: string, other: string): number {
  return other.startsWith(tag) ? 1 : leven(tag, other);
}
