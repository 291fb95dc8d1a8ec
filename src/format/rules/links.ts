import { link } from '../escape.ts';
import { around, attribute, find, named, type Node, type Rule } from './node.ts';

/** Links: the ordinary ones, those around whole blocks, and those that only lead around in the same page. */
export const linkRules: readonly Rule[] = [
  {
    filter: named('a'),
    replacement: (content, node) => {
      const label = labelOf(content);
      const href = attribute(node, 'href');
      if (label === '' || around(node, named('a'))) return label;
      if (href === '' || href.startsWith('#')) return content;
      // Code cannot hold a link, and a point's or paragraph's fence must stay whole.
      if (content.includes('```')) return content;
      const whole = link(label, href);
      return isBlockLink(node) ? `\n\n${whole}\n\n` : whole;
    },
  },
];

/** What stands inside a link, on one line: marks of blocks and addresses of inner links would show as they are. */
function labelOf(content: string): string {
  return content
    .replace(/^\s*(?:[-*>]|#{1,3}|-#|\d+\.) /gm, '')
    .replace(/\]\([^\s()]+\)/g, ']')
    .replace(/\s+/g, ' ')
    .trim();
}

function isBlockLink(node: Node): boolean {
  return find(node, 'h1,h2,h3,h4,h5,h6,p,div,figure') !== undefined;
}
