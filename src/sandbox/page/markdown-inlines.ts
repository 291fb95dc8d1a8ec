import type { MarkdownIt, StateInline } from 'markdown-it';
import emoji from 'markdown-it-emoji/lib/data/full.mjs';
import { escapeMarkup } from '../markup.ts';
import type { Names } from './names.ts';
import { instantHtml } from './time.ts';

/** Text without a sign that may begin something: CommonMark's signs, and Discord's `|`. */
const PLAIN = /[^\n!#$%&*+\-:<=>@[\\\]^_`{}~|]+/y;

/** Discord's own inline syntax: https://discord.com/developers/docs/reference#message-formatting */
const FORMS: readonly (readonly [RegExp, (match: RegExpExecArray, names: Names) => string | undefined])[] = [
  [/<@!?(\d{17,20})>/y, ([, id = ''], names) => mention(`@${names.user(id) ?? 'unknown-user'}`)],
  [/<@&(\d{17,20})>/y, ([, id = ''], names) => mention(`@${names.role(id) ?? 'unknown-role'}`)],
  [/<#(\d{17,20})>/y, ([, id = ''], names) => channelLink(id, names.channel(id))],
  [/<\/([^:<>]{1,98}):\d{17,20}>/y, ([, name = '']) => mention(`/${name}`)],
  [/@(everyone|here)\b/y, ([text]) => mention(text)],
  [/<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y, ([, seconds, style = 'f']) => instantHtml(Number(seconds), style)],
  [/<a?(:\w{2,32}:)\d{17,20}>/y, ([, name = '']) => escapeMarkup(name)],
  [/:([\w+-]{1,40}):/y, ([, name = '']) => emojiHtml(name)],
];

/** Teaches mentions, moments, emoji and spoilers. */
export function addInlines(markdown: MarkdownIt): void {
  const { ruler } = markdown.inline;
  ruler.at('text', plainText);
  ruler.before('autolink', 'discord_form', form);
  ruler.before('emphasis', 'discord_spoiler', spoiler);
  const { rules } = markdown.renderer;
  rules['discord_form'] = (tokens, index) => tokens[index]?.content ?? '';
  rules['discord_spoiler_open'] = () =>
    '<label class="spoiler"><input type="checkbox" aria-label="Show the spoiler"><span>';
  rules['discord_spoiler_close'] = () => '</span></label>';
}

function plainText(state: StateInline, silent: boolean): boolean {
  PLAIN.lastIndex = state.pos;
  const [text] = PLAIN.exec(state.src.slice(0, state.posMax)) ?? [];
  if (text === undefined) return false;
  if (!silent) state.pending += text;
  state.pos += text.length;
  return true;
}

function form(state: StateInline, silent: boolean): boolean {
  const sign = state.src[state.pos];
  if (sign !== '<' && sign !== '@' && sign !== ':') return false;
  for (const [pattern, draw] of FORMS) {
    pattern.lastIndex = state.pos;
    const match = pattern.exec(state.src);
    const html = match === null ? undefined : draw(match, (state.env as { names: Names }).names); // given by `markdownHtml`
    if (match === null || html === undefined) continue;
    if (!silent) state.push('discord_form', '', 0).content = html;
    state.pos += match[0].length;
    return true;
  }
  return false;
}

function spoiler(state: StateInline, silent: boolean): boolean {
  const begin = state.pos + 2;
  if (!state.src.startsWith('||', state.pos)) return false;
  const end = state.src.indexOf('||', begin);
  if (end <= begin || end + 2 > state.posMax) return false;
  if (!silent) {
    const outerEnd = state.posMax;
    state.push('discord_spoiler_open', '', 1);
    state.pos = begin;
    state.posMax = end;
    state.md.inline.tokenize(state);
    state.posMax = outerEnd;
    state.push('discord_spoiler_close', '', -1);
  }
  state.pos = end + 2;
  return true;
}

const mention = (text: string) => `<span class="mention">${escapeMarkup(text)}</span>`;

function channelLink(id: string, name: string | undefined): string {
  if (name === undefined) return mention('#unknown');
  return `<a class="mention" href="/?channel=${id}">#${escapeMarkup(name)}</a>`;
}

function emojiHtml(name: string): string | undefined {
  const sign = Object.hasOwn(emoji, name) ? emoji[name] : undefined;
  return sign === undefined ? undefined : `<span title=":${escapeMarkup(name)}:">${sign}</span>`;
}
