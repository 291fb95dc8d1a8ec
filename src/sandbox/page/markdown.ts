import createMarkdown, { type MarkdownIt, type RendererRule } from 'markdown-it';

// What Discord's dialect lacks. `entity`: it shows "&amp;" as it stands.
const FOREIGN = ['code', 'lheading', 'hr', 'reference', 'table', 'image', 'html_block', 'html_inline', 'entity'];

const blocks = discordMarkdown().enable('linkify');
const line = discordMarkdown().disable(['link', 'autolink']);

/** Discord's Markdown as HTML that is safe to show, whatever the text. Later messages may hold all of CommonMark's blocks. */
export function markdownHtml(text: string): string {
  return blocks.render(text);
}

/** The same for a text that stands in one line or is a link itself, such as an embed's title. */
export function lineHtml(text: string): string {
  return line.renderInline(text);
}

function discordMarkdown(): MarkdownIt {
  const markdown = createMarkdown({ html: false, breaks: true, linkify: true }).disable([...FOREIGN, 'linkify']);
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  markdown.validateLink = (address) => /^https?:\/\//i.test(address);
  const { rules } = markdown.renderer;
  rules['link_open'] = (tokens, index, options, _env, renderer) => {
    tokens[index]?.attrSet('target', '_blank');
    tokens[index]?.attrSet('rel', 'noopener noreferrer');
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
