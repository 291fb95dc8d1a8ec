/**
 * What a member can't see and so can't mean: format characters, but for those that flags are spelled with, and for a
 * joiner that makes one sign of two emoji or follows a mark, as Sinhala writes it.
 */
const UNSEEN =
  /(?![\u200D\u{E0020}-\u{E007F}])\p{Cf}|(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\p{M}])\u200D|\u200D(?![\p{Extended_Pictographic}\p{L}])/gu;

/**
 * The form in which tags are compared and stored: `Node.js`, `#nodejs` and `node-js` are one tag; `java` and `javascript`
 * are two. Signs that tell tags apart (`c`, `c++`, `c#`) stay.
 *
 * @returns the folded tag, or an empty string when nothing is left.
 */
export function foldTag(tag: string): string {
  return tag
    .replace(UNSEEN, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s._\-\u2010-\u2015]+/gu, '')
    .replace(/^#+/, '');
}

/** The distinct folded tags of a list, in their first order, empty ones dropped. */
export function foldTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map(foldTag))].filter((tag) => tag !== '');
}

/** Two tags, both folded, that a server takes for one. */
export interface Alias {
  readonly tag: string;
  readonly means: string;
}

/** The tags, and all that aliases join to them: in both directions, along chains of any length. */
export function withAliases(tags: readonly string[], aliases: readonly Alias[]): string[] {
  const joined = new Set(tags);
  // A set's iteration comes to what is added meanwhile.
  for (const tag of joined) {
    for (const alias of aliases) {
      if (alias.tag === tag) joined.add(alias.means);
      if (alias.means === tag) joined.add(alias.tag);
    }
  }
  return [...joined];
}
