import type { Command } from '../src/bot/command.ts';
import { feed } from './feed.ts';
import { help } from './help.ts';
import { latest } from './latest.ts';
import { search } from './search.ts';
import { settings } from './settings.ts';
import { status } from './status.ts';
import { subscribe } from './subscribe.ts';
import { subscriptions } from './subscriptions.ts';
import { tags } from './tags.ts';
import { unsubscribe } from './unsubscribe.ts';

/** Every slash command, in the order in which `/help` shows them. */
export const commands: readonly Command[] = [
  search,
  latest,
  tags,
  subscribe,
  subscriptions,
  unsubscribe,
  status,
  feed,
  settings,
  help,
];
