import { expect, onTestFinished, test } from 'vitest';
import { decodePress, encodePress } from '../../src/bot/press.ts';
import { openStore } from '../../src/store/index.ts';

test('a damaged custom_id is that of an expired button', async () => {
  const store = await openStore('sqlite::memory:');
  onTestFinished(() => store.close());
  const cache = store.cache('buttons');
  const customId = await encodePress({ to: 'feed.pause', carry: { feed: 7 } }, cache);
  expect(await decodePress(customId, cache)).toMatchObject({ to: 'feed.pause', carry: { feed: 7 } });
  expect(await decodePress(customId.slice(0, -1), cache)).toBeUndefined();
});
