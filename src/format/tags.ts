import { codePoints, isolate, oneLine, truncate } from '../lib/text.ts';
import type { ArticleFacts } from '../model/article.ts';
import { foldTag } from '../model/tag.ts';
import { escapeLine, escapeWithin, link } from './escape.ts';
import { LIMITS, SHOWN } from './limits.ts';

/** Sites on which every tag has a page. */
const TAG_PAGES: Readonly<Record<string, (tag: string) => string>> = {
  'dev.to': (tag) => `https://dev.to/t/${encodeURIComponent(tag.toLowerCase())}`,
};

/** An article's tags on one line, linked where the site has pages for them; undefined when there are none. */
export function tagLine({ tags, link: page }: Pick<ArticleFacts, 'tags' | 'link'>): string | undefined {
  const host = page === undefined ? undefined : URL.parse(page)?.hostname.replace(/^www\./, '');
  const pageOf = host === undefined ? undefined : TAG_PAGES[host];
  let line = '';
  for (const tag of tagNames(tags).slice(0, SHOWN.tags)) {
    const name = isolate(escapeLine(`#${truncate(tag, SHOWN.tag)}`));
    const next = line + (line === '' ? '' : ' · ') + (pageOf === undefined ? name : link(name, pageOf(tag)));
    if (codePoints(next) > LIMITS.fieldValue) break;
    line = next;
  }
  return line === '' ? undefined : line;
}

/** The first of an article's tags, as a list of articles shows them: each at most so many code points long. */
export function shortTags(tags: readonly string[], most: number, points: number): string[] {
  return tagNames(tags)
    .slice(0, most)
    .map((tag) => isolate(escapeWithin(`#${tag}`, points)));
}

/** Tags without their own `#`, each once, their spaces hyphens as in a hashtag. */
export function tagNames(tags: readonly string[]): string[] {
  const byFolded = new Map<string, string>();
  for (const tag of tags) {
    const name = oneLine(tag)
      .replace(/^#+\s*/, '')
      .replace(/\s+/g, '-');
    const folded = foldTag(name);
    if (folded !== '' && !byFolded.has(folded)) byFolded.set(folded, name);
  }
  return [...byFolded.values()];
}
