import type { Embed } from './objects.ts';
import type { FieldFault } from './refusal.ts';

/** The addresses of an embed that Discord refuses though they are well formed. */
export function urlFaults(embed: Embed): FieldFault[] {
  const urls: [PropertyKey[], string | null | undefined][] = [
    [['url'], embed.url],
    [['image', 'url'], embed.image?.url],
    [['thumbnail', 'url'], embed.thumbnail?.url],
    [['author', 'url'], embed.author?.url],
    [['author', 'icon_url'], embed.author?.icon_url],
    [['footer', 'icon_url'], embed.footer?.icon_url],
  ];
  return urls.flatMap(([path, url]) => (typeof url === 'string' ? urlFault(path, url) : []));
}

/** Only http and https. A host with an underscore is refused too, as Discord was seen to do: its pages don't say so. */
export function urlFault(path: readonly PropertyKey[], address: string): FieldFault[] {
  const url = URL.parse(address);
  if (url === null || url.hostname.includes('_')) {
    return [{ path, code: 'URL_TYPE_INVALID_URL', message: 'Not a well formed URL.' }];
  }
  const scheme = url.protocol.slice(0, -1);
  if (scheme === 'http' || scheme === 'https') return [];
  return [{ path, code: 'URL_TYPE_INVALID_SCHEME', message: `Scheme "${scheme}" is not one of ('http', 'https').` }];
}
