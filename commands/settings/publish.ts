import { task } from '../../src/bot/command.ts';
import { required, word } from '../../src/bot/option.ts';
import { serverOf } from '../feed/known.ts';
import { texts } from '../texts.ts';

const words = texts.settings.publish;

export const publish = task({
  name: 'publish',
  description: words.description,
  options: {
    publish: required(
      word(words.option, [
        { value: 'on', name: words.names.on },
        { value: 'off', name: words.names.off },
      ]),
    ),
  },
  run: async ({ publish: wanted }, caller, { store, now }) => {
    await store.servers.change(serverOf(caller), { publishes: wanted === 'on' }, now());
    return { content: wanted === 'on' ? words.on : words.off };
  },
});
