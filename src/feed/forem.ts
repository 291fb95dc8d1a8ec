import { FOREM_HOSTS } from '../model/article.ts';

/**
 * The feed of a page on a site run by Forem, whose pages don't all name their feeds: of a tag, of a person or an organisation,
 * or of the site itself.
 *
 * @returns undefined for a page of another site, for a feed, and for a page that has none of its own.
 */
export function foremFeed(page: URL): string | undefined {
  const host = page.hostname.replace(/^www\./, '');
  if (!FOREM_HOSTS.has(host)) return undefined;
  const [first, second, ...others] = page.pathname.split('/').filter((part) => part !== '');
  if (first === 'feed' || others.length > 0) return undefined;
  if (first === undefined || first === 'latest') return `https://${host}/feed${first === undefined ? '' : '/latest'}`;
  if (first === 't') return second === undefined ? undefined : `https://${host}/feed/tag/${second}`;
  // NAME is a person's page, NAME/SLUG one of their articles.
  return `https://${host}/feed/${first}`;
}
