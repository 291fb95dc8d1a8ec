import type { Command } from '../src/bot/command.ts';
import { feed } from './feed.ts';
import { help } from './help.ts';
import { latest } from './latest.ts';
import { search } from './search.ts';
import { tags } from './tags.ts';

/** Every slash command, in the order in which `/help` shows them. */
export const commands: readonly Command[] = [search, latest, tags, feed, help];
