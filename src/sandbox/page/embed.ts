import { escapeMarkup } from '../markup.ts';
import type { Embed } from '../objects.ts';
import { linked } from './links.ts';
import { lineHtml, markdownHtml } from './markdown.ts';
import type { Names } from './names.ts';
import { timeHtml } from './time.ts';

const GREY = 0x4e5058;

/** The embeds of a message as cards. Of those with the same address Discord shows the first only. */
export function embedsHtml(embeds: readonly Embed[], names: Names): string {
  return embeds
    .filter(({ url }, index) => !url || embeds.findIndex((other) => other.url === url) === index)
    .map((embed) => embedHtml(embed, names))
    .join('');
}

/** Its colour is an attribute of SVG, because the page's policy admits no inline style. */
function embedHtml(embed: Embed, names: Names): string {
  const colour = (embed.color ?? GREY).toString(16).padStart(6, '0');
  const thumbnail = embed.thumbnail?.url ? `<div class="thumbnail">${pictureHtml(embed.thumbnail.url)}</div>\n` : '';
  return `<div class="embed">
<svg class="bar" aria-hidden="true"><rect width="100%" height="100%" fill="#${colour}"/></svg>
<div class="card" dir="auto">
${thumbnail}${authorHtml(embed)}${titleHtml(embed, names)}${descriptionHtml(embed, names)}${fieldsHtml(embed, names)}${embed.image?.url ? pictureHtml(embed.image.url) : ''}${footerHtml(embed)}</div>
</div>
`;
}

function authorHtml({ author }: Embed): string {
  return author?.name ? `<p class="author">${linked(escapeMarkup(author.name), author.url)}</p>\n` : '';
}

function titleHtml({ title, url }: Embed, names: Names): string {
  return title ? `<h4 class="title">${linked(lineHtml(title, names), url)}</h4>\n` : '';
}

function descriptionHtml({ description }: Embed, names: Names): string {
  return description ? `<div class="markdown">${markdownHtml(description, names)}</div>\n` : '';
}

function fieldsHtml({ fields }: Embed, names: Names): string {
  const rows = (fields ?? []).map(
    ({ name, value, inline }) =>
      `<div${inline === true ? ' class="inline"' : ''}><dt>${lineHtml(name, names)}</dt><dd class="markdown">${markdownHtml(value, names)}</dd></div>`,
  );
  return rows.length === 0 ? '' : `<dl>${rows.join('')}</dl>\n`;
}

/** A picture of the sandbox's own is shown; one from elsewhere would be a request to another host, so that is only named. */
function pictureHtml(address: string): string {
  const { pathname = '', host = 'elsewhere' } = URL.parse(address) ?? {};
  if (pathname.startsWith('/sandbox/pictures/')) {
    return `<img src="${escapeMarkup(pathname)}" alt="The article’s picture" width="480" height="240" loading="lazy">\n`;
  }
  return `<p class="picture">${linked(`Picture on ${escapeMarkup(host)}`, address)}</p>\n`;
}

function footerHtml({ footer, timestamp }: Embed): string {
  const parts = [footer?.text ? escapeMarkup(footer.text) : '', timestamp ? timeHtml(timestamp) : ''];
  const shown = parts.filter((part) => part !== '').join(' • ');
  return shown === '' ? '' : `<p class="footer">${shown}</p>\n`;
}
