import { escapeMarkup } from '../markup.ts';

const PLAIN = new Set(['', 'text', 'console', 'diff']);
const LINE_COMMENTS: Readonly<Record<string, string>> = { python: '#', bash: '#', yaml: '#', ruby: '#', sql: '--' };
const KEYWORDS = new Set(
  (
    'and as async await begin break case catch class const create def defer delete do echo elif else end enum err except ' +
    'explain export false fi finally fn for from func function go group if impl import in index insert interface into is ' +
    'join let limit loop match mod mut new nil none not null on or order package pub raise return select self set struct ' +
    'switch table then throw true try type undefined update use using values var void where while with yield'
  ).split(' '),
);

/** Code as dev.to shows it: escaped, and its tokens in spans of Rouge's classes. */
export function highlight(code: string, language: string): string {
  if (PLAIN.has(language)) return escapeMarkup(code);
  return code
    .split(tokens(LINE_COMMENTS[language] ?? '//'))
    .map((part, index) => (index % 2 === 0 ? escapeMarkup(part) : span(part)))
    .join('');
}

function tokens(comment: string): RegExp {
  return new RegExp(`(${comment} .*|"[^"\\n]*"|'[^'\\n]*'|\`[^\`]*\`|\\b\\w+\\b)`);
}

function span(token: string): string {
  const name = tokenClass(token);
  return name === undefined ? escapeMarkup(token) : `<span class="${name}">${escapeMarkup(token)}</span>`;
}

function tokenClass(token: string): string | undefined {
  if (/^["'`]/.test(token)) return 's';
  if (/^\W/.test(token)) return 'c1';
  if (/^\d/.test(token)) return 'mi';
  return KEYWORDS.has(token.toLowerCase()) ? 'k' : undefined;
}
