import type { APIEmbed, APIEmbedField } from 'discord-api-types/v10';
import { escapeMarkup } from '../markup.ts';
import { lineHtml, markdownHtml } from './markdown.ts';
import { timeHtml } from './time.ts';

const GREY = 0x4e5058;

/** An embed as a card. Its colour is an attribute of SVG, because the page's policy admits no inline style. */
export function embedHtml(embed: APIEmbed): string {
  const colour = (embed.color ?? GREY).toString(16).padStart(6, '0');
  return `<div class="embed">
<svg class="bar" aria-hidden="true"><rect width="100%" height="100%" fill="#${colour}"/></svg>
<div class="card" dir="auto">
${authorHtml(embed)}${titleHtml(embed)}${descriptionHtml(embed)}${fieldsHtml(embed.fields ?? [])}${pictureHtml(embed)}${footerHtml(embed)}</div>
</div>
`;
}

function authorHtml({ author }: APIEmbed): string {
  return author === undefined ? '' : `<p class="author">${linked(escapeMarkup(author.name), author.url)}</p>\n`;
}

function titleHtml({ title, url }: APIEmbed): string {
  return title === undefined ? '' : `<h3>${linked(lineHtml(title), url)}</h3>\n`;
}

function descriptionHtml({ description }: APIEmbed): string {
  return description === undefined ? '' : `<div class="markdown">${markdownHtml(description)}</div>\n`;
}

function fieldsHtml(fields: readonly APIEmbedField[]): string {
  if (fields.length === 0) return '';
  const rows = fields.map(
    ({ name, value, inline }) =>
      `<div${inline === true ? ' class="inline"' : ''}><dt>${lineHtml(name)}</dt><dd>${markdownHtml(value)}</dd></div>`,
  );
  return `<dl>${rows.join('')}</dl>\n`;
}

/** A picture of the sandbox's own is shown; one from elsewhere would be a request to another server, and is named only. */
function pictureHtml({ image, thumbnail }: APIEmbed): string {
  const address = (image ?? thumbnail)?.url;
  if (address === undefined) return '';
  const path = URL.parse(address)?.pathname ?? '';
  if (path.startsWith('/sandbox/pictures/')) return `<img src="${escapeMarkup(path)}" alt="The article’s picture">\n`;
  return `<p class="quiet">🖼 ${linked(escapeMarkup(address), address)}</p>\n`;
}

function footerHtml({ footer, timestamp }: APIEmbed): string {
  const parts = [
    ...(footer === undefined ? [] : [escapeMarkup(footer.text)]),
    ...(timestamp === undefined ? [] : [timeHtml(timestamp)]),
  ];
  return parts.length === 0 ? '' : `<p class="footer">${parts.join(' • ')}</p>\n`;
}

/** @param html what is shown, escaped already. */
function linked(html: string, url: string | undefined): string {
  if (url === undefined || !/^https?:\/\//i.test(url)) return html;
  return `<a href="${escapeMarkup(url)}" target="_blank" rel="noopener noreferrer">${html}</a>`;
}
