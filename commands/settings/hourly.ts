import { task } from '../../src/bot/command.ts';
import { wholeNumber } from '../../src/bot/option.ts';
import { serverOf } from '../feed/known.ts';
import { texts } from '../texts.ts';

const words = texts.settings.hourly;
const MOST = 1000;

export const hourly = task({
  name: 'hourly',
  description: words.description,
  options: { posts: wholeNumber(words.posts, 1, MOST) },
  run: async ({ posts }, caller, { store, owed, now }) => {
    await store.servers.change(serverOf(caller), { postsPerHour: posts ?? null }, now());
    owed();
    return { content: posts === undefined ? words.unset : words.set(posts) };
  },
});
