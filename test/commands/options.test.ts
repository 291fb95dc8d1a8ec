import { expect, test } from 'vitest';
import { GUILD } from '../../src/sandbox/cast.ts';
import { heraldInside } from '../support/herald-inside.ts';
import { stock } from '../support/library.ts';

test('an option of nothing but spaces is none; one that is needed is asked for', async () => {
  const { hand, store } = await heraldInside({ ROLES: 'gateway' });
  await stock(store, GUILD, [{ title: 'One', tags: ['rust'], authors: [{ name: 'Ada', url: undefined }] }]);
  expect((await hand.run('latest', { tag: '  ', author: ' ', feed: ' ' })).embeds[0]?.description).toContain('One');
  expect((await hand.run('subscribe', { tag: 'rust', author: ' ', feed: ' ' })).content).toMatch(/^From now on/);
  expect((await hand.run('search', { words: '   ' })).content).toMatch(/^There is nothing in `words`/);
});

test('the names that a server gave a tag are proposed too', async () => {
  const { hand, store } = await heraldInside({ ROLES: 'gateway' });
  await stock(store, GUILD, [{ title: 'One', tags: ['JavaScript', 'json'] }]);
  for (const tag of ['js', 'json']) await store.servers.setAlias(GUILD, { tag, means: 'javascript' }, Date.now());
  const values = async (name: string, tag: string) =>
    (await hand.complete(name, { tag }, 'tag')).map(({ value }) => value);
  expect(await values('latest', 'JS')).toEqual(['js', 'json']);
  expect(await values('subscribe', 'rust, js')).toEqual(['rust, js', 'rust, json']);
  expect(await values('latest', 'rust')).toEqual([]);
});

test('of a list of tags the last one is completed, the others stay as they were typed', async () => {
  const { hand, store } = await heraldInside({ ROLES: 'gateway' });
  const tags = ['Rust', 'Ruby', 'wasm', 'one, two'];
  await stock(store, GUILD, [
    { title: 'One', tags },
    { title: 'Two', tags: ['Rust'] },
  ]);
  const complete = async (tag: string) => (await hand.complete('subscribe', { tag }, 'tag')).map(({ value }) => value);
  expect(await complete('ru')).toEqual(['Rust', 'Ruby']);
  expect(await complete('Wasm , ru')).toEqual(['Wasm , Rust', 'Wasm , Ruby']);
  expect(await complete('wasm,#RU')).toEqual(['wasm,Rust', 'wasm,Ruby']);
  expect(await complete('rust, ru')).toEqual(['rust, Ruby']);
  expect(await complete('wasm, zig')).toEqual([]);
  expect(await complete('one')).toEqual([]);
});
