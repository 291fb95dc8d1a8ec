import { type REST, Routes } from 'discord.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BOT, GUILD } from '../../src/sandbox/cast.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { refusalOf, startWithRest } from './support.ts';

let sandbox: Sandbox;
let rest: REST;

beforeAll(async () => {
  ({ sandbox, rest } = await startWithRest());
});
afterAll(async () => await sandbox.close());

const register = async (body: unknown) => await rest.put(Routes.applicationCommands(BOT.id), { body });
const search = { name: 'search', description: 'Finds articles', options: [] as object[] };
const word = { type: 3, name: 'words', description: 'What to look for' };

test('a bulk overwrite registers the list, and a command keeps its id', async () => {
  const commands = [
    {
      ...search,
      options: [{ ...word, required: true, autocomplete: true }],
      default_member_permissions: '32',
      contexts: [0],
    },
    {
      name: 'feed',
      description: 'Feeds',
      options: [{ type: 1, name: 'add', description: 'Adds one', options: [word] }],
    },
  ];
  const first = (await register(commands)) as { id: string }[];
  expect(first).toMatchObject([{ name: 'search', type: 1, default_member_permissions: '32' }, { name: 'feed' }]);
  const second = (await register(commands.slice(1))) as { id: string }[];
  expect(second[0]?.id).toBe(first[1]?.id);
  expect(await rest.get(Routes.applicationCommands(BOT.id))).toEqual(second);
  expect(await rest.get(Routes.applicationGuildCommands(BOT.id, GUILD))).toEqual([]);
});

test("another application's commands are not ours to change", async () => {
  expect((await refusalOf(rest.put(Routes.applicationCommands(GUILD), { body: [] }))).code).toBe(20012);
});

const nest = (depth: number): object[] =>
  depth === 0 ? [word] : [{ type: 2, name: 'a', description: 'x', options: nest(depth - 1) }];
const long = Array.from({ length: 25 }, (_, n) => ({
  ...word,
  name: `n${n}`,
  choices: Array.from({ length: 4 }, (_, m) => ({ name: `${m}`.padEnd(90, 'x'), value: `${m}` })),
}));

const REFUSED: [name: string, commands: object[], field: string][] = [
  ['an upper-case name', [{ ...search, name: 'Search' }], '0.name'],
  ['a name with a blank', [{ ...search, name: 'feed add' }], '0.name'],
  ['no description', [{ name: 'search' }], '0.description'],
  ['a description of 101 characters', [{ ...search, description: 'x'.repeat(101) }], '0.description'],
  ['two commands of one name', [search, search], '1.name'],
  [
    'a required option behind an optional one',
    [{ ...search, options: [word, { ...word, name: 'b', required: true }] }],
    '0.options.1',
  ],
  [
    'choices beside autocomplete',
    [{ ...search, options: [{ ...word, autocomplete: true, choices: [{ name: 'a', value: 'a' }] }] }],
    '0.options.0.autocomplete',
  ],
  [
    '26 options',
    [{ ...search, options: Array.from({ length: 26 }, (_, n) => ({ ...word, name: `n${n}` })) }],
    '0.options',
  ],
  ['options nested too deep', [{ ...search, options: nest(2) }], '0.options.0'],
  [
    'a subcommand beside an option',
    [{ ...search, options: [word, { type: 1, name: 'b', description: 'x' }] }],
    '0.options',
  ],
  ['more than 8,000 characters', [{ ...search, options: long }], '0'],
  ['101 commands', Array.from({ length: 101 }, (_, n) => ({ ...search, name: `n${n}` })), ''],
];

describe('a list of commands is refused for', () => {
  test.each(REFUSED)('%s', async (_, commands, field) => {
    const { code, fields } = await refusalOf(register(commands));
    expect(code).toBe(50035);
    expect(fields.some((found) => found.startsWith(field))).toBe(true);
  });
});
