import { readdirSync, readFileSync } from 'node:fs';
import { bodyHtml } from './body.ts';
import type { Draft } from './article.ts';

/** One of the articles that came with Herald; `name` is its file's, without number and ending. */
export interface LibraryArticle extends Draft {
  readonly name: string;
  readonly html: string;
}

const FOLDER = new URL('./articles/', import.meta.url);

/** The articles of our own writing, in the order in which they are published. */
export function readLibrary(): readonly LibraryArticle[] {
  return readdirSync(FOLDER).sort().map(readArticle);
}

function readArticle(file: string): LibraryArticle {
  const [, head = '', ...body] = readFileSync(new URL(file, FOLDER), 'utf8').split(/^---\n/m);
  const facts = new Map(head.split('\n').map(splitFact));
  return {
    name: file.replace(/^\d+-|\.md$/g, ''),
    title: facts.get('title') ?? '',
    author: facts.get('author'),
    tags: facts.get('tags')?.split(', '),
    html: bodyHtml(body.join('---\n')),
  };
}

/** A line of YAML as far as these articles need it, where quotes enclose a text that would mean something else. */
function splitFact(line: string): [string, string] {
  const colon = line.indexOf(': ');
  return [line.slice(0, colon), line.slice(colon + 2).replace(/^(["'])(.*)\1$/, '$2')];
}
