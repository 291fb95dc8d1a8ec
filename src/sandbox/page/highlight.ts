import { createRequire } from 'node:module';

/** The part of highlight.js, which Discord's own client uses, that the page needs. */
interface Highlighter {
  getLanguage(name: string): object | undefined;
  highlight(code: string, options: { language: string; ignoreIllegals: boolean }): { readonly value: string };
}

// By `require`, because its types would bring those of browsers to the whole project.
const highlighter = createRequire(import.meta.url)('highlight.js/lib/common') as Highlighter;

/** Code as HTML with its tokens in spans of highlight.js's classes; an empty text when the language is not known. */
export function highlightHtml(code: string, language: string): string {
  if (highlighter.getLanguage(language) === undefined) return '';
  return highlighter.highlight(code, { language, ignoreIllegals: true }).value;
}
