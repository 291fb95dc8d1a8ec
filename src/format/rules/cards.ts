import { truncate } from '../../lib/text.ts';
import { escapeText, link, linkTarget } from '../escape.ts';
import { around, attribute, block, classed, find, named, textOf, type Node, type Rule } from './node.ts';

/** Boxes that stand for another page: Forem's (three generations), Ghost's, Medium's, WordPress's, Embedly's, Substack's. */
const CARD =
  /(?:^|\s)(?:ltag__link(?:--embedded)?|crayons-story|c-embed|ltag-github-readme-tag|kg-bookmark-card|(?:graf--)?mixtapeEmbed|wp-block-embed-wordpress|is-type-wp-embed|wp-embedded-content|embedly-card|digest-post-embed|embedded-post-wrap|link-card|bookmark-card)(?:$|\s)/;
const MAX_TITLE = 200;
const MAX_SUMMARY = 200;

const isCard = classed(CARD);
const isLink = named('a');
const isHeading = named('h1', 'h2', 'h3', 'h4', 'h5', 'strong');
const isNamedTitle = classed(/(?:^|\s)(?:crayons-story__title|kg-bookmark-title|markup--mixtapeEmbed-strong)(?:$|\s)/);
const isNamedSummary = classed(
  /(?:^|\s)(?:kg-bookmark-description|markup--mixtapeEmbed-em|ltag__link__summary)(?:$|\s)/,
);
const isForemBody = classed(/(?:^|\s)c-embed__body(?:$|\s)/);
const isWordPressQuote = classed(/(?:^|\s)wp-embedded-content(?:$|\s)/);

/** Link cards, as one titled link: what else is in them (avatars, buttons, counters, dates) belongs to the other page. */
export const cardRules: readonly Rule[] = [
  {
    filter: (node) => isCard(node) && linkTarget(addressOf(node)) !== undefined,
    replacement: (_, node) => (isRepeated(node) ? '' : card(node)),
  },
];

/** WordPress shows the linked page in a frame too, below a quote with its title. */
function isRepeated(node: Node): boolean {
  const isQuoted = (other: Node) => isLink(other) && around(other, isWordPressQuote) !== undefined;
  return node.nodeName === 'IFRAME' && node.parentNode !== null && find(node.parentNode, isQuoted) !== undefined;
}

function card(node: Node): string {
  const address = addressOf(node);
  const host = URL.parse(address)?.hostname.replace(/^www\./, '') ?? '';
  const title = textOf(titleOf(node)) || textOf(find(node, isLink)) || attribute(node, 'title') || host;
  const summary = textOf(find(node, isSummary));
  const rest = summary === '' ? '' : ` — ${escapeText(truncate(summary, MAX_SUMMARY))}`;
  return block(`🔗 ${link(escapeText(truncate(title, MAX_TITLE)), address)}${rest}`);
}

/** The title's own link; else the first one that leads out. */
function addressOf(node: Node): string {
  const title = titleOf(node);
  const own = title && (find(title, isLink) ?? around(title, isLink));
  const holder = own ?? find(node, leadsOut) ?? node;
  return attribute(holder, 'href') || attribute(holder, 'src');
}

function leadsOut(node: Node): boolean {
  return isLink(node) && node.getAttribute('href')?.startsWith('http') === true;
}

function titleOf(node: Node): Node | undefined {
  return find(node, (inner) => isHeading(inner) || isNamedTitle(inner));
}

function isSummary(node: Node): boolean {
  return isNamedSummary(node) || (node.nodeName === 'P' && around(node, isForemBody) !== undefined);
}
