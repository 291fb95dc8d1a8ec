import { fenced } from './code.ts';
import { inlineCode } from './inline.ts';
import { around, attribute, classed, find, named, textOf, type Node, type Rule } from './node.ts';

const isKatex = classed(/(?:^|\s)katex(?:$|\s)/);
const isDisplay = classed(/katex-display|math-display|(?:^|\s)display(?:$|\s)/);
const isTex = (node: Node) => node.nodeName === 'ANNOTATION' && node.getAttribute('encoding') === 'application/x-tex';

/** Formulas, as the TeX they were written in: Discord sets none. */
export const mathRules: readonly Rule[] = [
  {
    filter: (node) => node.nodeName === 'MATH' || isKatex(node),
    replacement: (_, node) => {
      const tex = texOf(node);
      if (around(node, named('math')) !== undefined) return '';
      return around(node, isDisplay) ? fenced(tex, 'tex') : inlineCode(tex);
    },
  },
];

function texOf(node: Node): string {
  return textOf(find(node, isTex)) || attribute(node, 'alttext') || textOf(node);
}
