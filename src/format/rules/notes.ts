import { foldSpace } from '../../lib/text.ts';
import { around, block, classed, find, named, placeOf, textOf, type Node, type Rule } from './node.ts';
import { raised } from './inline.ts';

const isNotes = classed(
  /(?:^|\s)(?:footnotes?|footnote-list|footnotes-list|wp-block-footnotes|easy-footnotes-wrapper)(?:$|\s)/i,
);
/** Substack's: a number and a text side by side. */
const isNote = classed(/(?:^|\s)footnote(?:$|\s)/);
const BACK = /^(?:[↩↑⏎⤴^]\s*\uFE0E?\uFE0F?\d*\s*)+$/u;

/** Footnotes: a raised number where they are called, small lines where they stand. */
export const noteRules: readonly Rule[] = [
  { filter: (node) => node.nodeName === 'A' && BACK.test(textOf(node)), replacement: () => '' },
  {
    filter: (node) => node.nodeName === 'A' && isCall(node),
    replacement: (content) => raised(numberOf(content)) ?? content,
  },
  {
    filter: (node) => node.nodeName === 'DIV' && isNote(node) && find(node, named('li')) === undefined,
    replacement: (content) => block(`-# ${foldSpace(content).trim()}`),
  },
  {
    filter: (node) => node.nodeName === 'LI' && around(node, isNotes) !== undefined,
    replacement: (content, node) => {
      const text = foldSpace(content).trim();
      const place = placeOf(node);
      return text === '' ? '' : `\n-# ${raised(String(place)) ?? place} ${text}\n`;
    },
  },
];

/** Links within the page that bear only a number. The feed's reader may have made their address absolute. */
function isCall(node: Node): boolean {
  if (!/^\d{1,3}$/.test(numberOf(textOf(node)))) return false;
  return (
    /footnote|fnref|noteref/i.test(`${node.getAttribute('class') ?? ''} ${node.getAttribute('id') ?? ''}`) ||
    /#(?:fn|footnote|note|ftn|_ftn|easy-footnote|user-content-fn)/i.test(node.getAttribute('href') ?? '')
  );
}

function numberOf(text: string): string {
  return text.replace(/\\?[[\]()]/g, '').trim();
}
