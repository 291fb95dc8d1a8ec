import { httpUrl } from '../links.ts';
import type { Picture } from '../pictures.ts';
import { all, attribute, first, textIn, textOf, type XmlNode } from './tree.ts';

const IMAGE_FILE = /\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#])/i;

/** The pictures that an article's element names beside its body, the best first. */
export function readPictures(article: XmlNode, base: string): readonly Picture[] {
  const places = mediaPlaces(article);
  const contents = places.flatMap((node) => all(node, 'media:content'));
  const thumbnails = places.flatMap((node) => all(node, 'media:thumbnail'));
  const enclosures = [...all(article, 'enclosure'), ...all(article, 'link').filter(isEnclosure)];
  const plain = [first(article, 'itunes:image'), first(article, 'image')].filter((node) => node !== undefined);
  return [
    ...contents.filter(isImage).map(pictureOf).sort(byWidth),
    ...thumbnails.map(pictureOf).sort(byWidth),
    ...enclosures.filter(isImage).map(pictureOf),
    ...plain.map(pictureOf),
  ].map((picture) => ({ ...picture, url: httpUrl(picture.url, base) ?? '' }));
}

/** The elements in which Media RSS may stand: the article's own, then groups of media, then each medium. */
export function mediaPlaces(article: XmlNode): readonly XmlNode[] {
  const groups = [article, ...all(article, 'media:group')];
  return [...groups, ...groups.flatMap((group) => all(group, 'media:content'))];
}

/** The address of the picture that stands for a feed: square icons first. */
export function readIcon(channel: XmlNode, base: string): string | undefined {
  const [icon, logo] = [textIn(channel, 'icon', 'atom:icon'), textIn(channel, 'logo', 'atom:logo')];
  const pictures = [first(channel, 'itunes:image'), first(channel, 'image')].map((node) => node && pictureOf(node).url);
  const [found] = [icon, ...pictures, logo].map((url) => httpUrl(url, base)).filter((url) => url !== undefined);
  return found;
}

function pictureOf(node: XmlNode): Picture {
  const url = attribute(node, 'url') ?? attribute(node, 'href') ?? textIn(node, 'url') ?? textOf(node);
  return { url: url.trim(), width: attribute(node, 'width'), height: attribute(node, 'height') };
}

function byWidth(one: Picture, other: Picture): number {
  return Number(other.width ?? 0) - Number(one.width ?? 0) || 0;
}

function isEnclosure(link: XmlNode): boolean {
  return attribute(link, 'rel') === 'enclosure';
}

function isImage(node: XmlNode): boolean {
  const kind = attribute(node, 'medium') ?? attribute(node, 'type');
  return kind === undefined ? IMAGE_FILE.test(pictureOf(node).url) : kind.toLowerCase().startsWith('image');
}
