import createMarkdown from 'markdown-it';
import { escapeMarkup } from '../markup.ts';
import { highlight } from './highlight.ts';

// The articles are our own, so that their HTML (footnotes, mostly) may pass.
const markdown = createMarkdown({ html: true });
const { rules } = markdown.renderer;

rules['heading_open'] = (tokens, index) => `<${tokens[index]?.tag ?? 'h2'}>\n  \n  \n  `;
rules['heading_close'] = (tokens, index) => `\n</${tokens[index]?.tag ?? 'h2'}>\n\n`;
rules['table_open'] = () => '<div class="table-wrapper-paragraph"><table>\n';
rules['table_close'] = () => '</table></div>\n';
rules['fence'] = (tokens, index) => {
  const { content = '', info = '' } = tokens[index] ?? {};
  const language = info.trim();
  const name = escapeMarkup(language === '' ? 'plaintext' : language);
  return `<div class="highlight"><pre class="highlight ${name}"><code>${highlight(content, language)}</code></pre>\n\n</div>\n`;
};

/** Turns an article's Markdown into HTML in the shapes that Forem gives headings, tables and code. */
export function bodyHtml(text: string): string {
  return markdown.render(text);
}
