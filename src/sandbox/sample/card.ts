import { escapeMarkup } from '../markup.ts';
import { articlePath, type SampleArticle } from './article.ts';

/** Forem's link card for another article: a headline in a thicket of avatars, icons and buttons. */
export function linkCard(article: SampleArticle): string {
  const link = articlePath(article);
  const author = escapeMarkup(article.author ?? 'Somebody');
  return `<div class="ltag__link--embedded">
  <div class="crayons-story ">
  <a href="${link}" class="crayons-story__hidden-navigation-link">${escapeMarkup(article.title)}</a>
  <div class="crayons-story__body crayons-story__body-full_post">
    <div class="crayons-story__top">
      <div class="crayons-story__author-pic"><a href="/" class="crayons-avatar  crayons-avatar--l  ">
        <img src="/sandbox/pictures/avatar.png" alt="${author} profile" class="crayons-avatar__image" width="800" height="800">
      </a></div>
      <a href="/" class="crayons-story__secondary fw-medium m:hidden">${author}</a>
      <div class="print-hidden">Follow</div>
    </div>
    <div class="crayons-story__indention">
      <h2 class="crayons-story__title crayons-story__title-full_post"><a href="${link}">
          ${escapeMarkup(article.title)}
      </a></h2>
      <div class="crayons-story__tags">${article.tags.map(cardTag).join('')}</div>
      <div class="crayons-story__bottom">
        <a href="${link}#comments" class="crayons-btn crayons-btn--s"><span class="hidden s:inline">Add&nbsp;Comment</span></a>
        <small class="crayons-story__tertiary fs-xs mr-2">2 min read</small>
      </div>
    </div>
  </div>
</div>

</div>
`;
}

function cardTag(tag: string): string {
  const name = escapeMarkup(tag);
  return `<a class="crayons-tag  crayons-tag--monochrome " href="/t/${name}"><span class="crayons-tag__prefix">#</span>${name}</a>`;
}
