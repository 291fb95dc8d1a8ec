import TurndownService from 'turndown/lib/turndown.browser.cjs.js';
import { disarm, escapeText } from './escape.ts';
import { rewriteProse } from './lines.ts';
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
  let markdown = tidy(turndown.turndown(prune(html, maxLength)));
  // A rule at the end parts the text from nothing.
  while (markdown.endsWith('⁂')) markdown = markdown.slice(0, -1).trimEnd();
  return markdown;
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
  let last = '';
  return rewriteProse(fencesAlone(markdown), (line) => {
    // An empty line of a quote keeps the space that makes it one.
    if (/^>\s*$/.test(line)) return '> ';
    // A heading that says what the one before it said is a slip of the publisher's (seen on Forem).
    if (line.startsWith('#') && line === last) return undefined;
    if (line !== '') last = line;
    return disarm(line.trimEnd().replace(/\s{2,}/g, (run, at) => (at === 0 ? run : ' ')));
  });
}

/** Blocks of code on lines of their own: inside an inline element turndown trims the line feeds around them. */
function fencesAlone(markdown: string): string {
  return markdown.replace(/```[^\n`]*\n[^]*?\n(?:> )?```/g, (code, at: number) => {
    const before = markdown.slice(markdown.lastIndexOf('\n', at - 1) + 1, at);
    const after = markdown.slice(at + code.length, at + code.length + 1);
    return (/^(?:> )?$/.test(before) ? '' : '\n') + code + (after === '' || after === '\n' ? '' : '\n');
  });
}
