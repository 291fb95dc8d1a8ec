import { escapeText, link, linkTarget } from '../escape.ts';
import { attribute, block, find, named, type Node, type Rule } from './node.ts';

const FILM = '▶️';
const SOUND = '🎧';
const PAGE = '🔗';

/** Films, sounds and embedded pages, as one titled link each. */
export const playerRules: readonly Rule[] = [
  {
    filter: named('video'),
    replacement: (_, node) => titled(FILM, attribute(node, 'title') || 'Video', sourceOf(node)),
  },
  {
    filter: named('audio'),
    replacement: (_, node) => titled(SOUND, attribute(node, 'title') || 'Audio', sourceOf(node)),
  },
  { filter: named('iframe'), replacement: (_, node) => frame(sourceOf(node), attribute(node, 'title')) },
];

function sourceOf(node: Node): string {
  const own = attribute(node, 'src') || attribute(node, 'data-src');
  const source = own === '' ? find(node, named('source')) : undefined;
  return (source === undefined ? own : attribute(source, 'src')).replace(/^\/\//, 'https://');
}

/** The pages behind players whose own addresses show a bare player. */
const PLAYERS = [
  {
    name: 'YouTube video',
    address: /^https?:\/\/(?:www\.)?youtube(?:-nocookie)?\.com\/embed\/(?!videoseries)([\w-]{6,})/,
    page: 'https://www.youtube.com/watch?v=',
  },
  { name: 'Vimeo video', address: /^https?:\/\/player\.vimeo\.com\/video\/(\d+)/, page: 'https://vimeo.com/' },
];
const IDLE_TITLE = /^(?:(?:youtube|vimeo|video|embedded)\s*)*(?:player|embed|content|iframe)?$/i;

function frame(source: string, title: string): string {
  const told = IDLE_TITLE.test(title) ? undefined : title;
  for (const { name, address, page } of PLAYERS) {
    const id = address.exec(source)?.[1];
    if (id !== undefined) return titled(FILM, told ?? name, page + id);
  }
  return titled(PAGE, told ?? URL.parse(source)?.hostname.replace(/^www\./, '') ?? '', source);
}

function titled(sign: string, title: string, address: string): string {
  return linkTarget(address) === undefined ? '' : block(`${sign} ${link(escapeText(title), address)}`);
}
