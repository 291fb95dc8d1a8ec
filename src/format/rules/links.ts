import { foldSpace } from '../../lib/text.ts';
import { link } from '../escape.ts';
import { PICTURE } from './pictures.ts';
import { around, attribute, block, named, type Rule } from './node.ts';

/** Links: the ordinary ones, those around whole blocks, and those that only lead around in the same page. */
export const linkRules: readonly Rule[] = [
  {
    filter: named('a'),
    replacement: (content, node) => {
      const label = labelOf(content);
      const href = attribute(node, 'href');
      if (around(node, named('a'))) return label;
      if (label === '' || href === '' || href.startsWith('#')) return content;
      // Code cannot hold a link, and a point's or paragraph's fence must stay whole.
      if (content.includes('```')) return content;
      const sign = label.startsWith(PICTURE) ? PICTURE : '';
      const whole = sign + link(label.slice(sign.length), href);
      // Around paragraphs it is a paragraph itself.
      return content.includes('\n\n') ? block(whole) : whole;
    },
  },
];

/** What stands inside a link, on one line: marks of blocks and addresses of inner links would show as they are. */
function labelOf(content: string): string {
  const bare = content.replace(/^\s*(?:[-*>]|#{1,3}|-#|\d+\.) /gm, '').replace(/\]\([^\s()]+\)/g, ']');
  return foldSpace(bare).trim();
}
