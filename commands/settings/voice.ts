import { PermissionFlagsBits } from 'discord.js';
import { task } from '../../src/bot/command.ts';
import { required, word } from '../../src/bot/option.ts';
import { serverOf } from '../feed/known.ts';
import { texts } from '../texts.ts';

const words = texts.settings.voice;

export const voice = task({
  name: 'voice',
  description: words.description,
  options: {
    voice: required(
      word(words.option, [
        { value: 'herald', name: words.names.herald },
        { value: 'feed', name: words.names.feed },
      ]),
    ),
  },
  run: async ({ voice: wanted }, caller, { store, now }) => {
    await store.servers.change(serverOf(caller), { asFeed: wanted === 'feed' }, now());
    if (wanted === 'herald') return { content: words.asHerald };
    const rights = caller.rights.get(caller.channelId)?.rights ?? 0n;
    const may = (rights & (PermissionFlagsBits.ManageWebhooks | PermissionFlagsBits.Administrator)) !== 0n;
    return { content: may ? words.asFeed : `${words.asFeed} ${words.lacking(caller.channelId)}` };
  },
});
