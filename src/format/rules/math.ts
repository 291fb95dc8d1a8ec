import { fenced } from './code.ts';
import { inlineCode } from './inline.ts';
import { around, attribute, classed, find, named, textOf, type Node, type Rule } from './node.ts';

const isDisplay = classed(/katex-display|math-display|(?:^|\s)display(?:$|\s)/);

/** Formulas, as the TeX they were written in: Discord sets none. */
export const mathRules: readonly Rule[] = [
  {
    filter: (node) => node.nodeName === 'MATH' || classed(/(?:^|\s)katex(?:$|\s)/)(node),
    replacement: (_, node) => {
      const tex = texOf(node);
      if (around(node, named('math')) !== undefined) return '';
      return around(node, isDisplay) ? fenced(tex, 'tex') : inlineCode(tex);
    },
  },
];

function texOf(node: Node): string {
  return textOf(find(node, 'annotation[encoding="application/x-tex"]')) || attribute(node, 'alttext') || textOf(node);
}
