import { task } from '../../src/bot/command.ts';
import { channel } from '../../src/bot/option.ts';
import { serverOf } from '../feed/known.ts';
import { MESSAGEABLE, requirePosting } from '../rights.ts';
import { texts } from '../texts.ts';

const words = texts.settings.notices;

export const notices = task({
  name: 'notices',
  description: words.description,
  options: { channel: channel(words.channel, MESSAGEABLE) },
  run: async ({ channel: named }, caller, { store, now }) => {
    if (named !== undefined) requirePosting(caller, named.id, MESSAGEABLE);
    await store.servers.change(serverOf(caller), { noticesChannel: named?.id ?? null }, now());
    return { content: named === undefined ? words.unset : words.set(named.id) };
  },
});
