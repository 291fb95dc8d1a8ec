/** Opens or closes a block of code, perhaps a quoted one. */
export const FENCE = /^(?:> )?```/;

/**
 * Rewrites the lines of a text in Herald's Markdown, but for those of code, and leaves no two empty lines together.
 *
 * @param change answers the line as it shall be; undefined: without it.
 */
export function rewriteProse(markdown: string, change: (line: string) => string | undefined): string {
  const kept: string[] = [];
  let fenced = false;
  for (const line of markdown.split('\n')) {
    const isFence = FENCE.test(line);
    if (isFence) fenced = !fenced;
    const changed = fenced || isFence ? line : change(line);
    if (changed === undefined || (changed === '' && !fenced && kept.at(-1) === '')) continue;
    kept.push(changed);
  }
  return kept.join('\n').trim();
}

/** The lines of a text in Herald's Markdown that are not of code. */
export function proseOf(markdown: string): string[] {
  let fenced = false;
  return markdown.split('\n').filter((line) => {
    const isFence = FENCE.test(line);
    if (isFence) fenced = !fenced;
    return !fenced && !isFence;
  });
}
