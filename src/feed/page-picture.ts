import { Parser } from 'htmlparser2';
import { httpUrl } from './links.ts';
import { isPicture } from './pictures.ts';

/** What names a page's picture stands in its head: what comes later, or deeper than a page nests, is not worth its time. */
const MAX_LENGTH = 300_000;
const DEEPEST = 300;

/** In the order of trust: https://ogp.me, then what X reads. */
const NAMES = ['og:image:secure_url', 'og:image:url', 'og:image', 'twitter:image', 'twitter:image:src'];

/** The picture that a page names for those who show a link to it; undefined when it names none, or only an icon. */
export function pagePicture(html: string, pageUrl: string): string | undefined {
  const found = new Map<string, string>();
  let depth = 0;
  const parser = new Parser({
    onopentag(name, attributes: Readonly<Record<string, string>>) {
      depth += 1;
      if (name === 'body' || depth > DEEPEST) parser.pause();
      const property = (attributes['property'] ?? attributes['name'] ?? '').trim().toLowerCase();
      const url = name === 'meta' && NAMES.includes(property) ? httpUrl(attributes['content'], pageUrl) : undefined;
      if (url !== undefined && !found.has(property) && isPicture({ url })) found.set(property, url);
    },
    onclosetag() {
      depth -= 1;
    },
  });
  parser.end(html.slice(0, MAX_LENGTH));
  return NAMES.map((name) => found.get(name)).find((url) => url !== undefined);
}
