import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import packageJson from '../package.json' with { type: 'json' };
import { settings } from './config.ts';
import { createFetcher, type Fetcher } from './feed/fetch.ts';
import { parseFeed, type ParseOutcome } from './feed/parse.ts';
import { digest } from './format/excerpt.ts';
import { foldMessage, type Listed } from './format/fold.ts';
import { articleMessage, type Message } from './format/message.ts';
import { messageOf } from './lib/errors.ts';
import { oldestFirst, type Article } from './model/article.ts';
import type { FeedDocument } from './model/feed.ts';
import { authorKey, foldAll } from './model/fold.ts';
import { drawMessage } from './preview-card.ts';

const USAGE = "Usage: npm run preview -- [--json] SOURCE...\nSOURCE is a feed's address (https://...) or a file.\n";

// A reader such as `head` may close the pipe before all is written.
process.stdout.on('error', () => undefined);

const asked = readArguments();
if (asked === undefined) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else if (!(await preview(asked.sources, asked.json))) process.exitCode = 1;

function readArguments(): { readonly sources: readonly string[]; readonly json: boolean } | undefined {
  try {
    const options = { json: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    return positionals.length === 0 ? undefined : { sources: positionals, json: values.json };
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    return undefined;
  }
}

/** Shows what would be posted of each source. Answers whether every one was read. */
async function preview(sources: readonly string[], json: boolean): Promise<boolean> {
  const fetcher = createFetcher({ allowPrivateNetworks: true, contact: undefined, version: packageJson.version });
  let complete = true;
  for (const source of sources) {
    const outcome = await read(source, fetcher);
    complete &&= outcome.kind === 'feed';
    process.stdout.write(`${json ? JSON.stringify(asJson(source, outcome)) : draw(source, outcome)}\n`);
  }
  await fetcher.close();
  return complete;
}

async function read(source: string, fetcher: Fetcher): Promise<ParseOutcome> {
  if (!existsSync(source)) return await download(source, fetcher);
  try {
    const body = await readFile(source);
    return await parseFeed({ body, contentType: undefined, url: pathToFileURL(resolve(source)).href });
  } catch (error) {
    return { kind: 'failed', reason: `This file can't be read: ${messageOf(error)}.` };
  }
}

async function download(url: string, fetcher: Fetcher): Promise<ParseOutcome> {
  if (!/^https?:/i.test(url))
    return { kind: 'failed', reason: 'There is no such file. An address begins with https://.' };
  const outcome = await fetcher.fetch(url, {});
  switch (outcome.kind) {
    case 'fetched':
      return await parseFeed(outcome);
    case 'unchanged':
      return { kind: 'failed', reason: 'The server answered 304 (unchanged) to a first request.' };
    case 'throttled':
    case 'gone':
    case 'failed':
      return { kind: 'failed', reason: outcome.reason };
  }
}

function messagesOf(source: string, document: FeedDocument): Message[] {
  const feed = { id: 0, url: source, title: document.title, link: document.link };
  const now = Date.now();
  const queue = oldestFirst(document.articles).map((facts, id) => {
    const article = { ...digest(facts), id, feedId: feed.id, firstSeenAt: now };
    return {
      id,
      feedId: feed.id,
      author: authorKey(article),
      at: article.published ?? now,
      waits: true,
      article,
      feed,
    };
  });
  return foldAll(queue, settings.FOLD_ABOVE.schema.parse(undefined)).map(messageAbout);
}

function messageAbout([first, ...others]: Listed): Message {
  if (first === undefined) throw new Error('A message has an article.');
  const manner = { look: 'full', pings: [] } as const;
  return others.length === 0
    ? articleMessage(first.article, first.feed, manner)
    : foldMessage([first, ...others], 0, manner);
}

function asJson(source: string, outcome: ParseOutcome) {
  if (outcome.kind === 'failed') return { source, error: outcome.reason };
  const { document } = outcome;
  return {
    source,
    feed: { title: document.title ?? null, link: document.link ?? null, language: document.language ?? null },
    articles: document.articles.map(articleAsJson),
    messages: messagesOf(source, document),
  };
}

function articleAsJson(article: Article) {
  return {
    key: article.key,
    title: article.title,
    link: article.link ?? null,
    authors: article.authors.map((author) => author.name),
    tags: article.tags,
    published: article.published === undefined ? null : new Date(article.published).toISOString(),
    html: article.html,
    summary: article.summary ?? null,
    image: article.image ?? null,
  };
}

function draw(source: string, outcome: ParseOutcome): string {
  if (outcome.kind === 'failed') return `${source}: ${outcome.reason}\n`;
  return messagesOf(source, outcome.document).map(drawMessage).join('\n');
}
