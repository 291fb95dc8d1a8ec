import type { MarkdownIt, StateBlock, StateCore } from 'markdown-it';

/** Teaches Discord's blocks that CommonMark lacks or reads otherwise. */
export function addBlocks({ block: { ruler }, core }: MarkdownIt): void {
  const interrupts = { alt: ['paragraph', 'blockquote', 'list'] };
  ruler.before('list', 'discord_heading', oneLine(/^(#{1,3})\s+(\S.*)$/, headingTag), interrupts);
  ruler.before(
    'list',
    'discord_subtext',
    oneLine(/^(-#)\s+(\S.*)$/, () => 'small'),
    interrupts,
  );
  // A quote or an item goes on only in lines that are marked or indented. A rule that is only asked (`silent`) ends what goes on.
  ruler.before('blockquote', 'discord_quote_end', (_state, _line, _end, silent) => silent, { alt: ['blockquote'] });
  ruler.before('paragraph', 'discord_item_end', isOutdented, { alt: ['paragraph'] });
  core.ruler.after('block', 'discord_empty_lines', markEmptyLines);
}

/** Discord shows the empty line before a block; CommonMark forgets it. */
function markEmptyLines({ src, tokens }: StateCore): void {
  const lines = src.split('\n');
  for (const token of tokens) {
    const first = token.map?.[0] ?? 0;
    if (token.nesting >= 0 && first > 0 && /^[\s>]*$/.test(lines[first - 1] ?? '')) token.attrJoin('class', 'apart');
  }
}

/** An article's own headings stand below those of the page: message, embed, text. */
const headingTag = (mark: string) => `h${mark.length + 3}`;

function oneLine(pattern: RegExp, tagOf: (mark: string) => string) {
  return (state: StateBlock, startLine: number, _endLine: number, silent: boolean): boolean => {
    const start = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0);
    const [, mark, text] = pattern.exec(state.src.slice(start, state.eMarks[startLine])) ?? [];
    if (mark === undefined || text === undefined) return false;
    if (silent) return true;
    const tag = tagOf(mark);
    state.line = startLine + 1;
    state.push('discord_line_open', tag, 1).map = [startLine, state.line];
    const inline = state.push('inline', '', 0);
    inline.content = text.trim();
    inline.map = [startLine, state.line];
    inline.children = [];
    state.push('discord_line_close', tag, -1);
    return true;
  };
}

function isOutdented(state: StateBlock, line: number, _endLine: number, silent: boolean): boolean {
  return silent && state.blkIndent > 0 && (state.sCount[line] ?? 0) < state.blkIndent;
}
