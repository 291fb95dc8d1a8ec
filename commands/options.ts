import type { Caller, Suggest, Suggestion } from '../src/bot/context.ts';
import { text } from '../src/bot/option.ts';
import { oneLine } from '../src/lib/text.ts';
import { foldTag, foldTags } from '../src/model/tag.ts';
import type { Scope } from '../src/store/scope.ts';
import { partsOf } from './lists.ts';

/** An option that names one tag, completed from those in use. */
export function tagOption(description: string) {
  return text({ description, maxLength: 100, suggest: suggestTag });
}

/** An option that names several tags with commas between, the last one completed; read it with {@link tagList}. */
export function tagsOption(description: string) {
  return text({ description, maxLength: 300, suggest: suggestLastTag });
}

/** The folded tags of a list as it was typed. */
export function tagList(typed: string | undefined): string[] {
  return foldTags(partsOf(typed));
}

/** An option that names an author, completed from those who write here. */
export function authorOption(description: string) {
  return text({ description, maxLength: 100, suggest: suggestAuthor });
}

/** What the caller may look through: the feeds of the server or, in a direct message, of their own subscriptions. */
export function scopeOf({ serverId, userId }: Caller): Scope {
  return serverId === undefined ? { kind: 'member', memberId: userId } : { kind: 'server', serverId };
}

const suggestTag: Suggest = async (typed, caller, { store, now }) =>
  (await store.search.suggestTags(scopeOf(caller), typed, now())).flatMap(({ written }) => proposal(written));

const suggestLastTag: Suggest = async (typed, caller, { store, now }) => {
  const [, before = '', last = ''] = /^(.*[,،、，]\s*)?(.*)$/su.exec(typed) ?? [];
  const chosen = tagList(before);
  const found = await store.search.suggestTags(scopeOf(caller), last, now());
  const fitting = found.filter(({ written }) => partsOf(written).length === 1 && !chosen.includes(foldTag(written)));
  // Discord puts the name into the box, where the member goes on typing: it has to be the whole list.
  return fitting.flatMap(({ written }) => proposal(before + written));
};

const suggestAuthor: Suggest = async (typed, caller, { store }) =>
  (await store.search.suggestAuthors(scopeOf(caller), typed)).flatMap(({ written }) => proposal(written));

/** None when nothing of it can be seen, for Discord refuses a whole list with an empty name. */
function proposal(value: string): Suggestion[] {
  const name = oneLine(value);
  return name === '' ? [] : [{ name, value }];
}
