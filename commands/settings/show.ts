import { task } from '../../src/bot/command.ts';
import type { Alias } from '../../src/model/tag.ts';
import { LIMITS } from '../../src/format/limits.ts';
import { serverOf } from '../feed/known.ts';
import { joinWithin } from '../lists.ts';
import { COLOUR } from '../look.ts';
import { texts } from '../texts.ts';
import { aliasLine } from './alias-list.ts';
import { lookChoices } from './look.ts';

const { show: words, look, publish, voice } = texts.settings;

export const show = task({
  name: 'show',
  description: words.description,
  options: {},
  run: async (_options, caller, { store }) => {
    const serverId = serverOf(caller);
    const server = await store.servers.get(serverId);
    const { noticesChannel: notices } = server;
    const fields = [
      { name: words.notices, value: notices === undefined ? words.noNotices : words.noticesTo(notices) },
      { name: words.look, value: `**${look.names[server.look]}**: ${look.descriptions[server.look]}` },
      { name: words.voice, value: voice.names[server.asFeed ? 'feed' : 'herald'] },
      { name: words.publish, value: publish.names[server.publishes ? 'on' : 'off'] },
      {
        name: words.hourly,
        value: server.postsPerHour === undefined ? words.asHost : words.atMost(server.postsPerHour),
      },
      { name: words.aliases, value: aliasesIn(await store.servers.aliases(serverId)) },
    ];
    return { embeds: [{ title: words.title, fields, color: COLOUR }], rows: [lookChoices(caller)] };
  },
});

function aliasesIn(aliases: readonly Alias[]): string {
  if (aliases.length === 0) return words.noAliases;
  return joinWithin(aliases.map(aliasLine), '\n', LIMITS.fieldValue / 2, words.more);
}
