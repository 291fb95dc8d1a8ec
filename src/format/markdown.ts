import TurndownService from 'turndown';
import { disarm, escapeText } from './escape.ts';
import { prune } from './prune.ts';
import { rules } from './rules/index.ts';

/** How much of a body is wanted. */
export interface MarkdownOptions {
  /** After about this many characters the rest is left out, an ellipsis in its place: turndown's time is costly. */
  readonly maxLength: number;
}

const turndown = createTurndown();

/**
 * A body as a person would write it for Discord: its dialect of Markdown, everything that Discord would read as something else
 * escaped, each line balanced for itself.
 *
 * @param html any string; never throws.
 * @returns Markdown of about `maxLength` characters at most; `excerpt` cuts it exactly.
 */
export function toMarkdown(html: string, { maxLength }: MarkdownOptions): string {
  return tidy(turndown.turndown(prune(html, maxLength)));
}

function createTurndown(): TurndownService {
  const service = new TurndownService();
  service.escape = escapeText;
  // turndown asks the rules in the reverse of the order in which they were added.
  rules.toReversed().forEach((rule, at) => service.addRule(String(at), rule));
  return service;
}

/** The last touches, which need whole lines. */
function tidy(markdown: string): string {
  let fenced = false;
  const lines = markdown.split('\n').map((line) => {
    const isFence = /^(?:> )*```/.test(line);
    if (isFence) fenced = !fenced;
    return fenced || isFence ? line : tidyLine(line);
  });
  return withoutRepeatedHeadings(lines)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function tidyLine(line: string): string {
  // An empty line of a quote keeps the space that makes it one.
  if (/^>\s*$/.test(line)) return '> ';
  return disarm(line.trimEnd().replace(/(?<=\S)\s{2,}/g, ' '));
}

/** A heading that says what the one before it said is a slip of the publisher's (seen on Forem). */
function withoutRepeatedHeadings(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let last = '';
  for (const line of lines) {
    if (line.startsWith('#') && line === last) continue;
    if (line !== '') last = line;
    kept.push(line);
  }
  return kept;
}
