/** What is known of a picture before it is looked at. */
export interface Picture {
  readonly url: string;
  readonly width?: string | number | undefined;
  readonly height?: string | number | undefined;
  /** Classes and alternative text, where they may say that this is an avatar or an icon. */
  readonly words?: string | undefined;
}

/** Smaller than that is an icon, a button or a tracking pixel. */
const LEAST_PIXELS = 60;

const DECORATION =
  /avatar|gravatar|favicon|emoji|smiley|smilies|\bicons?\b|profile[_-]?(?:image|pic)|\blogo\b|\bbadges?\b|\bpixel\b|\bspacer\b|\bblank\.|1x1|share[_-]button|wp-includes/i;

/** Counters and buttons that only look like pictures, and drawings that Discord can't show. */
const NOT_PICTURES =
  /^https?:\/\/(?:[^/]*\.)?(?:feedburner\.com|feedsportal\.com|doubleclick\.net|feeds\.wordpress\.com|pixel\.wp\.com|stats\.wordpress\.com|google-analytics\.com|img\.shields\.io|badge\.fury\.io|gravatar\.com|rss\.nytimes\.com|res\.feedsportal\.com)\/|\.svg(?:$|[?#])/i;

/** Whether a picture may be an article's own: not an avatar, an icon, a button or a tracking pixel. */
export function isPicture({ url, width, height, words = '' }: Picture): boolean {
  const address = URL.parse(url);
  if (address === null || !/^https?:$/.test(address.protocol) || NOT_PICTURES.test(address.href)) return false;
  return !isSmall(width) && !isSmall(height) && !DECORATION.test(address.pathname) && !DECORATION.test(words);
}

function isSmall(size: string | number | undefined): boolean {
  const pixels = typeof size === 'string' ? Number.parseFloat(size) : size;
  return pixels !== undefined && pixels < LEAST_PIXELS && !String(size).includes('%');
}
