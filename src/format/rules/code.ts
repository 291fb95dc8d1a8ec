import { attribute, block, find, named, type Node, type Rule } from './node.ts';

/** Blocks of code, with their language where a class tells it. */
export const codeRules: readonly Rule[] = [
  {
    filter: named('pre'),
    replacement: (_, node) => fenced(node.textContent.replace(/\u00A0/g, ' '), languageOf(node)),
  },
];

/** A block of code. Discord knows only fences of three backticks: those inside are kept apart by an invisible space. */
export function fenced(code: string, language = ''): string {
  const text = code.replace(/^(?:[^\S\n]*\n)+|\s+$/g, '').replace(/```/g, '`\u200B`\u200B`');
  return text === '' ? '' : block(`\`\`\`${language}\n${text}\n\`\`\``);
}

/** As Prism, highlight.js, Rouge (Forem: `pre.highlight.ruby`), GitHub, Hugo and SyntaxHighlighter write it. */
const LANGUAGE_CLASSES = [
  /(?:^|\s)(?:lang(?:uage)?-|highlight-source-|highlight-|brush:\s*)([\w+#.-]+)/i,
  /(?:^|\s)highlight\s+([\w+#.-]+)/i,
];
/** WordPress and GitHub's Markdown say it so as well; elsewhere it is the language that people speak. */
const LANGUAGE_ATTRIBUTES = ['data-lang', 'data-language', 'lang'];
const LANGUAGE = /^[a-z\d+#._-]{1,20}$/;
const NO_LANGUAGE =
  /^(?:plain(?:text)?|text|txt|none|no-?highlight|undefined|auto|unknown|highlight|code|copy|dark|light|wrap)$/i;

function languageOf(node: Node): string {
  const holders = [find(node, named('code')), node, node.parentNode, node.parentNode?.parentNode].filter(
    (holder) => holder !== null && holder !== undefined,
  );
  for (const holder of holders) {
    const isCode = holder.nodeName === 'PRE' || holder.nodeName === 'CODE';
    const told = [
      ...LANGUAGE_ATTRIBUTES.filter((name) => name !== 'lang' || isCode).map((name) => attribute(holder, name)),
      ...LANGUAGE_CLASSES.map((pattern) => pattern.exec(attribute(holder, 'class'))?.[1] ?? ''),
    ];
    const language = told
      .map((name) => name.toLowerCase())
      .find((name) => LANGUAGE.test(name) && !NO_LANGUAGE.test(name));
    if (language !== undefined) return language;
  }
  return '';
}
