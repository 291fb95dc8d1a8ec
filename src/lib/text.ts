/** How many Unicode code points a text has: the unit of Discord's limits. */
export function codePoints(text: string): number {
  return Array.from(text).length;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Cuts a text to at most `max` code points, between graphemes, with an ellipsis in place of what is gone. A single grapheme
 * of more code points than that is cut between code points.
 */
export function truncate(text: string, max: number): string {
  if (text.length <= max || codePoints(text) <= max) return text;
  // `max` code points are at most 2 * max UTF-16 units: what lies beyond need not be looked at.
  const head = text.slice(0, max * 2 + 2);
  let kept = '';
  let length = 0;
  for (const { segment } of graphemes.segment(head)) {
    length += codePoints(segment);
    if (length > max - 1) break;
    kept += segment;
  }
  if (kept === '') {
    kept = Array.from(head)
      .slice(0, max - 1)
      .join('');
  }
  return `${kept.trimEnd()}…`;
}
