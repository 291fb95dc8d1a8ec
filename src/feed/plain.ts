import { decodeHTMLStrict } from 'entities';
import { foldSpace } from '../lib/text.ts';

/** Tags that a writer uses to dress a title. Any other, as in "How to centre a <div>", is what the title is about. */
const DRESS = 'a|abbr|b|big|br|cite|code|em|font|i|img|mark|q|s|small|span|strike|strong|sub|sup|tt|u|wbr|p|div';
const PAIR = new RegExp(`<(${DRESS})(?:\\s[^<>]*)?>([^<>]*)</\\1\\s*>`, 'gi');
const SINGLE = /<(?:br|img|wbr)(?:\s[^<>]*)?\/?>/gi;
const DEEPEST = 8;

/** The plain text of a short piece of HTML: dress removed, character references decoded once, white space folded. */
export function plainText(html: string): string {
  let text = html.replace(SINGLE, ' ');
  for (let depth = 0; depth < DEEPEST && text.includes('</'); depth += 1) text = text.replace(PAIR, '$2');
  return foldSpace(decodeHTMLStrict(text)).trim();
}

const MARKS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => MARKS[mark] ?? mark);
}

/** HTML that shows a plain text as it was written: its paragraphs and its line breaks. */
export function htmlOfText(text: string): string {
  const paragraphs = text
    .replace(/\r\n?/g, '\n')
    .trim()
    .split(/\n[^\S\n]*\n\s*/);
  const html = paragraphs.map((paragraph) => escapeHtml(paragraph).replace(/\n/g, '<br>\n'));
  return html.length > 1 ? html.map((paragraph) => `<p>${paragraph}</p>`).join('\n') : (html[0] ?? '');
}
