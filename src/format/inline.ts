/**
 * What a line of Markdown consists of. A `mark` opens or closes bold, italics, strike-through or a spoiler; `text` is cut where
 * one likes; the others are whole or not at all.
 */
export interface Atom {
  readonly kind: 'escape' | 'code' | 'link' | 'url' | 'mark' | 'text';
  readonly text: string;
  /** Where it begins in the line, in UTF-16 units. */
  readonly at: number;
}

const URL_SIGNS = String.raw`https?:\/\/(?:(?!@everyone|@here)[^\s<>*|${'`'}()[\]\\~\u200B])+`;

/** Addresses that stand in a text as they are; for `split`, which gives them at odd places. */
export const BARE_URL = new RegExp(`(${URL_SIGNS}(?<![.,:;!?"']))`);

const ATOM = new RegExp(
  [
    String.raw`\\[^0-9A-Za-z\s]`,
    String.raw`(${'`'}+)(?!${'`'})[^\n]*?[^${'`'}\n]\1(?!${'`'})`,
    String.raw`\[(?:\\.|[^\\[\]\n]|\[[^[\]\n]*\])*\]\([^\s()]+\)`,
    String.raw`<https?:\/\/[^>\s]+>|${URL_SIGNS}(?<![.,:;!?"'])`,
    String.raw`\*{1,3}|~~|\|\||__`,
  ].join('|'),
  'gu',
);

/** By its first sign; a mark has another one. */
const KINDS: Readonly<Record<string, Atom['kind']>> = {
  '\\': 'escape',
  '`': 'code',
  '[': 'link',
  '<': 'url',
  h: 'url',
};

/** Cuts a line of Markdown into its atoms; joined they are the line again. */
export function atoms(line: string): Atom[] {
  const found: Atom[] = [];
  let end = 0;
  const add = (kind: Atom['kind'], text: string) => {
    if (text !== '') found.push({ kind, text, at: end });
    end += text.length;
  };
  for (const match of line.matchAll(ATOM)) {
    add('text', line.slice(end, match.index));
    add(KINDS[match[0].charAt(0)] ?? 'mark', match[0]);
  }
  add('text', line.slice(end));
  return found;
}

/** A line of Markdown as one bold piece, whatever of it was bold; nothing of nothing. */
export function bold(line: string): string {
  const text = withoutBold(line);
  return text === '' ? '' : `**${text}**`;
}

function withoutBold(line: string): string {
  const rest = ({ kind, text }: Atom) => {
    if (kind === 'mark') return text.replace('**', '');
    if (kind !== 'link') return text;
    const end = text.lastIndexOf('](');
    return `[${withoutBold(text.slice(1, end))}${text.slice(end)}`;
  };
  return atoms(line).map(rest).join('');
}

/** What a reader sees of a line of Markdown: link titles without addresses, no marks, no backslashes. */
export function plain(line: string): string {
  if (!/[\\`[*~|_]/.test(line)) return line;
  return atoms(line)
    .map(({ kind, text }) => {
      switch (kind) {
        case 'escape':
          return text.slice(1);
        case 'code':
          return text.replace(/^`+ ?| ?`+$/g, '');
        case 'link':
          return plain(text.slice(1, text.lastIndexOf('](')));
        case 'mark':
          return '';
        case 'url':
        case 'text':
          return text;
      }
    })
    .join('');
}
