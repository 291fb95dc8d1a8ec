import { truncate } from '../../lib/text.ts';
import { escapeText, link, linkTarget } from '../escape.ts';
import { around, attribute, block, classed, find, named, textOf, type Node, type Rule } from './node.ts';

/** Boxes that stand for another page: Forem's (three generations), Ghost's, Medium's, WordPress's, Embedly's, Substack's. */
const CARD =
  /(?:^|\s)(?:ltag__link(?:--embedded)?|crayons-story|c-embed|ltag-github-readme-tag|kg-bookmark-card|(?:graf--)?mixtapeEmbed|wp-block-embed-wordpress|is-type-wp-embed|wp-embedded-content|embedly-card|digest-post-embed|embedded-post-wrap|link-card|bookmark-card)(?:$|\s)/;
const TITLE =
  '.crayons-story__title,.kg-bookmark-title,.ltag__link__content h2,.c-embed__body h2,.markup--mixtapeEmbed-strong,h1,h2,h3,h4,h5,strong';
const SUMMARY = '.kg-bookmark-description,.c-embed__body p,.markup--mixtapeEmbed-em,.ltag__link__summary';
const MAX_TITLE = 200;
const MAX_SUMMARY = 200;

const isCard = classed(CARD);

/** Link cards, as one titled link: what else is in them (avatars, buttons, counters, dates) belongs to the other page. */
export const cardRules: readonly Rule[] = [
  {
    filter: (node) => isCard(node) && linkTarget(addressOf(node)) !== undefined,
    replacement: (_, node) => (isRepeated(node) ? '' : card(node)),
  },
];

/** WordPress shows the linked page in a frame too, below a quote with its title. */
function isRepeated(node: Node): boolean {
  const around = node.parentNode;
  return (
    node.nodeName === 'IFRAME' && around !== null && find(around, 'blockquote.wp-embedded-content a') !== undefined
  );
}

function card(node: Node): string {
  const address = addressOf(node);
  const host = URL.parse(address)?.hostname.replace(/^www\./, '') ?? '';
  const title = textOf(titleOf(node)) || textOf(find(node, 'a')) || attribute(node, 'title') || host;
  const summary = textOf(find(node, SUMMARY));
  const rest = summary === '' ? '' : ` — ${escapeText(truncate(summary, MAX_SUMMARY))}`;
  return block(`🔗 ${link(escapeText(truncate(title, MAX_TITLE)), address)}${rest}`);
}

/** The title's own link; else the first one that leads out. */
function addressOf(node: Node): string {
  const title = titleOf(node);
  const own = title && (find(title, 'a') ?? around(title, named('a')));
  const holder = own ?? find(node, 'a[href^="http"]') ?? node;
  return attribute(holder, 'href') || attribute(holder, 'src');
}

function titleOf(node: Node): Node | undefined {
  return find(node, TITLE);
}
