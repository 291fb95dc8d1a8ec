import { expect, test } from 'vitest';
import { GUILD } from '../../src/sandbox/cast.ts';
import { heraldInside } from '../support/herald-inside.ts';
import { stock } from '../support/library.ts';

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
