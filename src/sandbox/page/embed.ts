import { escapeMarkup } from '../markup.ts';
import type { Embed } from '../objects.ts';
import { lineHtml, markdownHtml } from './markdown.ts';
import { timeHtml } from './time.ts';

const GREY = 0x4e5058;

/** An embed as a card. Its colour is an attribute of SVG, because the page's policy admits no inline style. */
export function embedHtml(embed: Embed): string {
  const colour = (embed.color ?? GREY).toString(16).padStart(6, '0');
  return `<div class="embed">
<svg class="bar" aria-hidden="true"><rect width="100%" height="100%" fill="#${colour}"/></svg>
<div class="card" dir="auto">
${authorHtml(embed)}${titleHtml(embed)}${descriptionHtml(embed)}${fieldsHtml(embed)}${pictureHtml(embed)}${footerHtml(embed)}</div>
</div>
`;
}

function authorHtml({ author }: Embed): string {
  return author?.name ? `<p class="author">${linked(escapeMarkup(author.name), author.url)}</p>\n` : '';
}

function titleHtml({ title, url }: Embed): string {
  return title ? `<h3>${linked(lineHtml(title), url)}</h3>\n` : '';
}

function descriptionHtml({ description }: Embed): string {
  return description ? `<div class="markdown">${markdownHtml(description)}</div>\n` : '';
}

function fieldsHtml({ fields }: Embed): string {
  const rows = (fields ?? []).map(
    ({ name, value, inline }) =>
      `<div${inline === true ? ' class="inline"' : ''}><dt>${lineHtml(name)}</dt><dd>${markdownHtml(value)}</dd></div>`,
  );
  return rows.length === 0 ? '' : `<dl>${rows.join('')}</dl>\n`;
}

/** A picture of the sandbox's own is shown; one from elsewhere would be a request to another server, and is named only. */
function pictureHtml({ image, thumbnail }: Embed): string {
  const address = image?.url ?? thumbnail?.url;
  if (!address) return '';
  const path = URL.parse(address)?.pathname ?? '';
  if (path.startsWith('/sandbox/pictures/')) return `<img src="${escapeMarkup(path)}" alt="The article’s picture">\n`;
  return `<p class="quiet">🖼 ${linked(escapeMarkup(address), address)}</p>\n`;
}

function footerHtml({ footer, timestamp }: Embed): string {
  const parts = [footer?.text ? escapeMarkup(footer.text) : '', timestamp ? timeHtml(timestamp) : ''];
  const shown = parts.filter((part) => part !== '').join(' • ');
  return shown === '' ? '' : `<p class="footer">${shown}</p>\n`;
}

/** @param html what is shown, escaped already. */
function linked(html: string, url: string | null | undefined): string {
  if (!url || !/^https?:\/\//i.test(url)) return html;
  return `<a href="${escapeMarkup(url)}" target="_blank" rel="noopener noreferrer">${html}</a>`;
}
