import { z } from 'zod';
import { action, task } from '../../src/bot/command.ts';
import type { Caller, Context } from '../../src/bot/context.ts';
import { required, word } from '../../src/bot/option.ts';
import type { Reply, Row } from '../../src/bot/reply.ts';
import { articleMessage } from '../../src/format/message.ts';
import type { Look } from '../../src/model/server.ts';
import { serverOf } from '../feed/known.ts';
import { texts } from '../texts.ts';

const words = texts.settings.look;
const LOOKS = ['full', 'compact', 'link'] as const satisfies readonly Look[];

export const look = task({
  name: 'look',
  description: words.description,
  options: {
    look: required(
      word(
        words.look,
        LOOKS.map((value) => ({ value, name: `${words.names[value]}: ${words.descriptions[value]}` })),
      ),
    ),
  },
  run: ({ look: wanted }, caller, context) => change(wanted, caller, context),
});

/** The looks to choose from. */
export function lookChoices({ userId }: Caller): Row {
  const choices = LOOKS.map((value) => ({
    value,
    label: words.names[value],
    description: words.descriptions[value],
  }));
  const press = { to: 'settings.look', only: userId };
  return [{ kind: 'choices', placeholder: texts.settings.show.choose, choices, press }];
}

export const choose = action(z.unknown(), (_carry, caller, context, [chosen]) =>
  change(z.enum(LOOKS).parse(chosen), caller, context),
);

async function change(wanted: Look, caller: Caller, context: Context): Promise<Reply> {
  const serverId = serverOf(caller);
  await context.store.servers.change(serverId, { look: wanted }, context.now());
  const sample = await sampleOf(wanted, serverId, context);
  if (sample === undefined) return { content: words.setWithout(words.names[wanted]) };
  return { content: `${words.set(words.names[wanted])}\n${sample.content ?? ''}`.trim(), embeds: sample.embeds ?? [] };
}

/** The newest article of the server's feeds, as it is posted; undefined: there is none yet. */
async function sampleOf(wanted: Look, serverId: string, { store }: Context) {
  const { hits } = await store.search.latest({ scope: { kind: 'server', serverId }, offset: 0, limit: 1 });
  const article = hits[0]?.article;
  const feed = article && (await store.feeds.get(article.feedId));
  return feed && articleMessage(article, feed, { look: wanted, pings: [] });
}
