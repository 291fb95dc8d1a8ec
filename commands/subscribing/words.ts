import { escapeWithin } from '../../src/format/escape.ts';
import { isolate, oneLine, truncate } from '../../src/lib/text.ts';
import type { Subscription } from '../../src/model/subscription.ts';
import { feedName } from '../feed-name.ts';
import { joinWithin, tagNames } from '../lists.ts';
import { texts } from '../texts.ts';

/** Which articles a subscription asks for. */
export type Asked = Pick<Subscription, 'tags' | 'except' | 'author'> & {
  /** Undefined: every feed. */
  readonly feedUrl: string | undefined;
  readonly feedTitle: string | undefined;
};

/** In Markdown, so that five subscriptions fit one list with all else that is said of them. */
const MAX_TAGS = 240;
const MAX_NAME = 120;

/** The articles of a subscription in Markdown, as a part of a sentence. */
export function articlesOf({ tags, except, author, feedUrl, feedTitle }: Asked): string {
  const { articles } = texts;
  return [
    tags.length === 0 ? articles.all : articles.tagged(tagWords(tags)),
    author === undefined ? '' : articles.by(`**${nameOf(author)}**`),
    feedUrl === undefined ? '' : articles.of(`**${nameOf(feedName({ url: feedUrl, title: feedTitle }))}**`),
    except.length === 0 ? '' : articles.except(tagWords(except)),
  ].join('');
}

/** The same in plain text, as a list of choices takes it. */
export function plainArticlesOf({ tags, except, author, feedUrl, feedTitle }: Asked): string {
  const { articles } = texts;
  const list = (folded: readonly string[]) => folded.map((tag) => `#${tag}`).join(', ');
  const parts = [
    tags.length === 0 ? articles.all : list(tags),
    author === undefined ? '' : articles.by(author),
    feedUrl === undefined ? '' : articles.of(feedName({ url: feedUrl, title: feedTitle })),
    except.length === 0 ? '' : articles.except(list(except)),
  ];
  return truncate(oneLine(parts.join('')), 100);
}

/** Tags in Markdown, with `or` between. */
export function tagWords(tags: readonly string[]): string {
  const names = tagNames(tags).map((name) => (name === '…' ? name : `**${name}**`));
  return joinWithin(names, texts.articles.or, MAX_TAGS, () => '…');
}

/** A name in Markdown. */
export function nameOf(text: string): string {
  return isolate(escapeWithin(oneLine(text), MAX_NAME));
}
