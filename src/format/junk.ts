export type Attributes = Readonly<Record<string, string | undefined>>;

/** The attributes that the rules look at; all others are left out. */
export const KEPT_ATTRIBUTES = new Set([
  'href',
  'src',
  'data-src',
  'data-lazy-src',
  'data-original',
  'alt',
  'title',
  'class',
  'id',
  'width',
  'height',
  'start',
  'type',
  'checked',
  'role',
  'data-lang',
  'data-language',
  'lang',
  'data-node-type',
  'alttext',
  'encoding',
  'data-mx-spoiler',
]);

const KEPT = new Set(
  (
    'article aside audio b blockquote br code dd del details div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 ' +
    'header hr i iframe img input ins kbd li main mark math annotation ol p pre s samp section source strike strong sub ' +
    'summary sup table tbody td tfoot th thead tr tt u ul video caption center address q time var'
  ).split(' '),
);

const DROPPED = new Set(
  'script style template noscript svg canvas button select option textarea form nav head title object map dialog rp'.split(
    ' ',
  ),
);

/** Spans come by the thousand in highlighted code; these few mean something. */
const TELLING_SPAN = /spoiler|katex|math|footnote/i;

/** Share bars, sign-up boxes, related articles, line numbers, and text that only a screen reader is meant to find. */
const JUNK =
  /(?:^|\s)(?:sharedaddy|addtoany\w*|a2a_\w+|ssba\S*|heateor\S*|feedflare|jp-relatedposts|(?:social|post|entry|article)[-_]?shar(?:e|ing)\S*|shar(?:e|ing)[-_](?:bar|buttons?|links?|icons?|widget)\S*|twitter-share-button|fb-(?:like|share)\S*|subscription-widget\S*|subscribe-widget|mc_embed_signup|newsletter-signup\S*|kg-signup-card|kg-toggle-heading-icon|image-link-expand|button-wrapper|sr-only|screen-reader-text|visually-hidden|preheader|highlight__panel|js-actions-panel|line-?numbers?(?:-rows)?|lineno|linenos|gutter|rouge-gutter|lnt|lntd-gutter|katex-html|anchor(?:js)?-link|headerlink|header-anchor|heading-anchor|more-link|ez-toc\S*|toc_container|table-of-contents|mw-editsection|noprint|comments-link|edit-link|wp-block-jetpack-(?:subscriptions|related-posts)|yarpp\S*|outbrain|taboola\S*|adsbygoogle|advertisement)(?:$|\s)/i;

const HIDDEN_STYLE =
  /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px)?\s*(?:;|$)/i;

/** Whether an element goes with all that is in it. */
export function isDropped(name: string, attributes: Attributes): boolean {
  if (DROPPED.has(name) || attributes['hidden'] !== undefined) return true;
  if (name === 'input' && attributes['type'] !== 'checkbox') return true;
  if (name === 'img' && isPixel(attributes)) return true;
  return JUNK.test(attributes['class'] ?? '') || HIDDEN_STYLE.test(attributes['style'] ?? '');
}

/** Whether an element's tags stay; otherwise only its contents do. */
export function isKept(name: string, attributes: Attributes): boolean {
  // Without an address it only marks a place.
  if (name === 'a') return attributes['href'] !== undefined;
  if (KEPT.has(name)) return true;
  return name === 'span' && ('data-mx-spoiler' in attributes || TELLING_SPAN.test(attributes['class'] ?? ''));
}

const COUNTERS =
  /^https?:\/\/(?:[^/]*\.)?(?:feedburner\.com|feedsportal\.com|doubleclick\.net|feeds\.wordpress\.com|pixel\.wp\.com|stats\.wordpress\.com|google-analytics\.com|rss\.nytimes\.com|feeds\.feedblitz\.com)\/|\/(?:pixel|open|track)\.(?:gif|png)(?:$|\?)|[/_.-]1x1[/_.-]/i;

function isPixel({ src = '', width, height }: Attributes): boolean {
  return isTiny(width) || isTiny(height) || COUNTERS.test(src);
}

function isTiny(size: string | undefined): boolean {
  return size !== undefined && /^\s*[0-3](?:px)?\s*$/.test(size);
}
