import type { Author } from '../../model/article.ts';
import { httpUrl } from '../links.ts';
import { foldSpace } from '../../lib/text.ts';
import { plainText } from '../plain.ts';
import { all, textIn, textOf, wholeText, type XmlNode } from './tree.ts';

/** Who wrote an article, each once; an element that names nobody counts for nothing. */
export function readAuthors(node: XmlNode, base: string): readonly Author[] {
  for (const name of [
    'dc:creator',
    'dc:author',
    'author',
    'atom:author',
    'itunes:author',
    'googleplay:author',
    'media:credit',
  ]) {
    const authors = all(node, name).flatMap((element) => readAuthor(element, base));
    if (authors.length > 0) return [...new Map(authors.map((author) => [author.name, author])).values()];
  }
  return [];
}

const PAGES = ['uri', 'atom:uri', 'url', 'homepage'];

function readAuthor(element: XmlNode, base: string): readonly Author[] {
  const stated =
    textIn(element, 'name', 'atom:name', 'dc:title') ?? loose(element) ?? textIn(element, 'email', 'atom:email');
  const name = personName(stated ?? '');
  const url = httpUrl(textIn(element, ...PAGES), base);
  return name === '' ? [] : [{ name, url }];
}

/** Text that stands in the element itself, or in marks of HTML, where a `name` should be. */
function loose(element: XmlNode): string | undefined {
  const isPerson = textIn(element, ...PAGES, 'email', 'atom:email') !== undefined;
  const text = (isPerson ? textOf(element) : wholeText(element)).trim();
  return text === '' ? undefined : text;
}

/** RSS asks for `mail@example.org (Name)`, and people write `Name <mail@example.org>`: the name is what matters. */
function personName(text: string): string {
  const folded = foldSpace(text.slice(0, 1024)).trim();
  const mail =
    /^(?:mailto:)?[^\s@()<>]+@[^\s@()<>]+ ?\((.+)\)$/.exec(folded) ??
    /^(.+?) ?[<(][^\s@<>()]+@[^\s@<>()]+[>)]$/.exec(folded);
  return plainText(mail?.[1] ?? folded).replace(/^mailto:/i, '');
}
