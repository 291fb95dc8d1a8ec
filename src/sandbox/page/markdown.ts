import createMarkdown, { type MarkdownIt, type RendererRule } from 'markdown-it';
import { highlightHtml } from './highlight.ts';
import { placeHere } from './links.ts';
import { addBlocks } from './markdown-blocks.ts';
import { addInlines } from './markdown-inlines.ts';
import { NO_NAMES, type Names } from './names.ts';

// What Discord's dialect lacks. `entity`: it shows "&amp;" as it stands. Its headings are read by a rule of their own.
const FOREIGN = 'code heading lheading hr reference table image html_block html_inline entity'.split(' ');

const blocks = discordMarkdown().enable('linkify');
const line = discordMarkdown().disable(['link', 'autolink']);

/** Discord's Markdown as HTML that is safe to show, whatever the text. */
export function markdownHtml(text: string, names: Names = NO_NAMES): string {
  return blocks.render(text, { names });
}

/** The same for a text that stands in one line or is a link itself, such as an embed's title. */
export function lineHtml(text: string, names: Names = NO_NAMES): string {
  return line.renderInline(text, { names });
}

function discordMarkdown(): MarkdownIt {
  const markdown = createMarkdown({ html: false, breaks: true, linkify: true, highlight: highlightHtml });
  markdown.disable([...FOREIGN, 'linkify']);
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  markdown.validateLink = (address) => /^https?:\/\//i.test(address);
  addBlocks(markdown);
  addInlines(markdown);
  const { rules } = markdown.renderer;
  rules['link_open'] = (tokens, index, options, _env, renderer) => {
    const token = tokens[index];
    const local = placeHere(String(token?.attrGet('href')));
    if (local !== undefined) token?.attrSet('href', local);
    else {
      token?.attrSet('target', '_blank');
      token?.attrSet('rel', 'noopener noreferrer');
    }
    return renderer.renderToken(tokens, index, options);
  };
  rules['strong_open'] = strong('');
  rules['strong_close'] = strong('/');
  return markdown;
}

/** Two underscores underline in Discord; two asterisks are bold. */
function strong(slash: string): RendererRule {
  return (tokens, index) => `<${slash}${tokens[index]?.markup === '__' ? 'u' : 'strong'}>`;
}
