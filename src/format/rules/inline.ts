import { foldSpace } from '../../lib/text.ts';
import { escapeText } from '../escape.ts';
import { fenced } from './code.ts';
import { around, classed, named, textOf, type Node, type Rule } from './node.ts';

const isBold = named('strong', 'b');
const isItalic = named('em', 'i');
const isStruck = named('del', 's', 'strike');
const isHeading = named('h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'summary', 'th', 'dt');
const isNamedSpoiler = classed(/(?:^|\s|-)spoiler(?:s|-text|-blurred|-content|-body)?(?:$|\s)/i);
const isSpoiler = (node: Node) => isNamedSpoiler(node) || node.getAttribute('data-mx-spoiler') !== null;

/** Bold, italics, strike-through, code, spoilers, raised and lowered text. */
export const inlineRules: readonly Rule[] = [
  {
    filter: isSpoiler,
    replacement: (_, node) => (textOf(node) === '' ? '' : `||${escapeText(textOf(node))}||`),
  },
  {
    filter: isBold,
    replacement: (content, node) =>
      isHeading(node) || around(node, isHeading) ? content : wrap('**', content, node, isBold),
  },
  {
    filter: isItalic,
    replacement: (content, node) => {
      // `**a***b*` is bold up to the third asterisk; elsewhere an underscore would clash with those in addresses and code.
      const besideBold = [node.previousSibling, node.nextSibling].some((next) => next !== null && isBold(next));
      return wrap(besideBold ? '_' : '*', content, node, isItalic);
    },
  },
  { filter: isStruck, replacement: (content, node) => wrap('~~', content, node, isStruck) },
  {
    filter: named('code', 'kbd', 'samp', 'tt'),
    replacement: (content, node) => (content.includes('\n') ? fenced(content) : inlineCode(node.textContent)),
  },
  { filter: named('sup'), replacement: (content) => raised(content) ?? content },
  { filter: named('sub'), replacement: (content) => lowered(content) ?? content },
  { filter: named('q'), replacement: (content) => (content === '' ? '' : `“${content}”`) },
  { filter: named('br'), replacement: () => '\n' },
  {
    filter: named('input'),
    replacement: (_, node) => (node.getAttribute('checked') === null ? '☐ ' : '☑ '),
  },
];

/** Marks each line for itself, so that every line of the result is balanced. What stands inside its like needs no mark. */
function wrap(mark: string, content: string, node: Node, isSame: (node: Node) => boolean): string {
  if (around(node, isSame) !== undefined || content.includes('```')) return content;
  return content
    .split('\n')
    .map((line) =>
      line.replace(/^(\s*(?:[-*] |\d+\. |> |#{1,3} )*)(.*?)(\s*)$/, (_, head: string, text: string, tail: string) =>
        text === '' ? line : `${head}${mark}${text}${mark}${tail}`,
      ),
    )
    .join('\n');
}

/** Inline code in as many backticks as its own backticks need. */
export function inlineCode(code: string): string {
  const text = foldSpace(code).trim();
  if (text === '') return '';
  // Discord knows one and two backticks; three would begin a block.
  const safe = text.replace(/`{2,}/g, (run) => Array.from(run).join('\u200B'));
  return safe.includes('`') ? `\`\` ${safe} \`\`` : `\`${safe}\``;
}

const RAISED = new Map(
  Array.from('0123456789+-=()n', (sign, at) => [sign, Array.from('⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ')[at] ?? sign]),
);
const LOWERED = new Map(Array.from('0123456789+-=()', (sign, at) => [sign, Array.from('₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎')[at] ?? sign]));

/** A short number in raised digits, as in x², or undefined. */
export function raised(text: string): string | undefined {
  return mapped(text, RAISED);
}

function lowered(text: string): string | undefined {
  return mapped(text, LOWERED);
}

function mapped(text: string, signs: ReadonlyMap<string, string>): string | undefined {
  const plain = text.replace(/\\(?=[+-])/g, '').trim();
  return plain.length <= 5 && Array.from(plain).every((sign) => signs.has(sign))
    ? Array.from(plain, (sign) => signs.get(sign) ?? sign).join('')
    : undefined;
}
