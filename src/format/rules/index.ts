import { blockRules } from './blocks.ts';
import { cardRules } from './cards.ts';
import { codeRules } from './code.ts';
import { inlineRules } from './inline.ts';
import { linkRules } from './links.ts';
import { listRules } from './lists.ts';
import { mathRules } from './math.ts';
import type { Rule } from './node.ts';
import { noteRules } from './notes.ts';
import { pictureRules } from './pictures.ts';
import { playerRules } from './players.ts';
import { tableRules } from './tables.ts';

/** What Herald knows of bodies, in the order in which an element is offered to them. */
export const rules: readonly Rule[] = [
  ...cardRules,
  ...mathRules,
  ...noteRules,
  ...pictureRules,
  ...playerRules,
  ...codeRules,
  ...tableRules,
  ...listRules,
  ...linkRules,
  ...inlineRules,
  ...blockRules,
];
