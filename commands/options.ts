import type { Caller, Context, Suggest, Suggestion } from '../src/bot/context.ts';
import { text } from '../src/bot/option.ts';
import { oneLine } from '../src/lib/text.ts';
import { foldTag, foldTags } from '../src/model/tag.ts';
import type { Scope } from '../src/store/scope.ts';
import { partsOf } from './lists.ts';

/** Of a list of 25, so that the tags of articles have room. */
const MAX_ALIASES = 5;

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

const suggestTag: Suggest = async (typed, caller, context) =>
  (await tagsFrom(typed, caller, context)).flatMap((written) => proposal(written));

const suggestLastTag: Suggest = async (typed, caller, context) => {
  const [, before = '', last = ''] = /^(.*[,،、，]\s*)?(.*)$/su.exec(typed) ?? [];
  const chosen = tagList(before);
  const found = await tagsFrom(last, caller, context);
  const fitting = found.filter((written) => partsOf(written).length === 1 && !chosen.includes(foldTag(written)));
  // Discord puts the name into the box, where the member goes on typing: it has to be the whole list.
  return fitting.flatMap((written) => proposal(before + written));
};

/** The tags that begin so, as they are written, those first that no article needs to have: the names that the server gave. */
async function tagsFrom(typed: string, caller: Caller, { store, now }: Context): Promise<string[]> {
  const { serverId } = caller;
  const start = foldTag(typed);
  const found = (await store.search.suggestTags(scopeOf(caller), typed, now())).map(({ written }) => written);
  const aliases = serverId === undefined || start === '' ? [] : await store.servers.aliases(serverId);
  const known = new Set(found.map(foldTag));
  const names = aliases.map(({ tag }) => tag).filter((tag) => tag.startsWith(start) && !known.has(tag));
  return [...names.slice(0, MAX_ALIASES), ...found];
}

const suggestAuthor: Suggest = async (typed, caller, { store }) =>
  (await store.search.suggestAuthors(scopeOf(caller), typed)).flatMap(({ written }) => proposal(written));

/** None when nothing of it can be seen, for Discord refuses a whole list with an empty name. */
function proposal(value: string): Suggestion[] {
  const name = oneLine(value);
  return name === '' ? [] : [{ name, value }];
}
