import { expect, test } from 'vitest';
import { CHANNELS } from '../../src/sandbox/cast.ts';
import { inside } from './feeds.ts';

test('/settings notices promises no message that nobody sends', async () => {
  const { hand } = await inside();
  const { content } = await hand.run('settings notices', { channel: CHANNELS.text });
  expect(content).toMatch(/I send none yet: `\/status` shows/);
});
