import { type REST, Routes } from 'discord.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { refusalOf, startWithRest } from './support.ts';

let sandbox: Sandbox;
let rest: REST;

beforeAll(async () => {
  ({ sandbox, rest } = await startWithRest({ limits: { messages: Infinity, perSecond: Infinity } }));
});
afterAll(async () => await sandbox.close());

const post = async (body: object) => await rest.post(Routes.channelMessages(sandbox.channels.text), { body });
const astral = '😀';
const button = { type: 2, style: 1, label: 'Press', custom_id: 'a' };
const row = (...components: object[]) => ({ content: 'x', components: [{ type: 1, components }] });
const select = { type: 3, custom_id: 's', options: [{ label: 'A', value: 'a' }] };

const ACCEPTED: Record<string, object> = {
  '2,000 astral characters': { content: astral.repeat(2000) },
  'a title of 256 astral characters within blanks': { embeds: [{ title: ` ${astral.repeat(256)} ` }] },
  '6,000 characters over all embeds': {
    embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2000) }],
  },
  'blanks around what counts towards 6,000': {
    embeds: [{ description: `${'x'.repeat(4000)}  ` }, { description: 'x'.repeat(2000) }],
  },
  'a nonce of 25 characters': { content: 'x', nonce: 'n'.repeat(25) },
  'ten embeds': { embeds: Array.from({ length: 10 }, () => ({ title: 'x' })) },
  'an empty text beside an embed': { content: '', embeds: [{ title: 'x' }] },
  'a link button': row({ type: 2, style: 5, label: 'Read', url: 'https://a.example/' }),
  'five rows of five buttons': {
    content: 'x',
    components: Array.from({ length: 5 }, (_, y) => ({
      type: 1,
      components: Array.from({ length: 5 }, (_, x) => ({ ...button, custom_id: `${x} ${y}` })),
    })),
  },
};

const REFUSED: [name: string, body: object, field: string][] = [
  ['a text of 2,001 characters', { content: 'x'.repeat(2001) }, 'content'],
  ['a nonce of 26 characters', { content: 'x', nonce: 'n'.repeat(26) }, 'nonce'],
  ['a title of 257 characters', { embeds: [{ title: astral.repeat(257) }] }, 'embeds.0.title'],
  ['a title of blanks', { embeds: [{ title: '  ', description: 'x' }] }, 'embeds.0.title'],
  ['a description of 4,097 characters', { embeds: [{ description: 'x'.repeat(4097) }] }, 'embeds.0.description'],
  ['an embed that shows nothing', { embeds: [{ color: 1 }] }, 'embeds.0.description'],
  ['a field without a value', { embeds: [{ fields: [{ name: 'x', value: '' }] }] }, 'embeds.0.fields.0.value'],
  ['26 fields', { embeds: [{ fields: Array(26).fill({ name: 'x', value: 'y' }) }] }, 'embeds.0.fields'],
  ['an author without a name', { embeds: [{ title: 'x', author: {} }] }, 'embeds.0.author.name'],
  ['an empty footer', { embeds: [{ title: 'x', footer: { text: ' ' } }] }, 'embeds.0.footer.text'],
  ['a colour that is none', { embeds: [{ title: 'x', color: 0x1000000 }] }, 'embeds.0.color'],
  ['a time that is none', { embeds: [{ title: 'x', timestamp: 'yesterday' }] }, 'embeds.0.timestamp'],
  ['a title that is a number', { embeds: [{ title: 5 }] }, 'embeds.0.title'],
  ['eleven embeds', { embeds: Array(11).fill({ title: 'x' }) }, 'embeds'],
  [
    '6,001 characters over all embeds',
    { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2000), author: { name: 'y' } }] },
    'embeds',
  ],
  ['a script for a link', { embeds: [{ title: 'x', url: 'javascript:alert(1)' }] }, 'embeds.0.url'],
  ['a picture by ftp', { embeds: [{ title: 'x', image: { url: 'ftp://a.example/x' } }] }, 'embeds.0.image.url'],
  ['a host with an underscore', { embeds: [{ image: { url: 'https://a_b.example/x' } }] }, 'embeds.0.image.url'],
  ['an icon without an address', { embeds: [{ author: { name: 'x', icon_url: 'x' } }] }, 'embeds.0.author.icon_url'],
  [
    'a link of 2,049 characters',
    { embeds: [{ title: 'x', url: `https://a.example/${'x'.repeat(2031)}` }] },
    'embeds.0.url',
  ],
  ['a mention of nobody known', { content: 'x', allowed_mentions: { parse: ['all'] } }, 'allowed_mentions.parse.0'],
  [
    'mentions parsed and listed',
    { content: 'x', allowed_mentions: { parse: ['users'], users: ['1300000000000000003'] } },
    'allowed_mentions',
  ],
  ['a label of 81 characters', row({ ...button, label: 'x'.repeat(81) }), 'components.0.components.0.label'],
  ['a button without an id', row({ type: 2, style: 1, label: 'x' }), 'components.0.components.0.custom_id'],
  ['a button without a name', row({ type: 2, style: 1, custom_id: 'x' }), 'components.0.components.0.label'],
  ['a link without an address', row({ type: 2, style: 5, label: 'x' }), 'components.0.components.0.url'],
  ['two buttons of one id', row(button, button), 'components.0.components.1.custom_id'],
  ['six buttons in a row', row(...Array<object>(6).fill(button)), 'components.0.components'],
  ['a select beside a button', row(button, select), 'components.0.components'],
  ['a select of more than it has', row({ ...select, max_values: 2 }), 'components.0.components.0.max_values'],
  ['a select without options', row({ ...select, options: [] }), 'components.0.components.0.options'],
  ['six rows', { content: 'x', components: Array(6).fill({ type: 1, components: [{ ...button }] }) }, 'components'],
];

describe('a message is accepted with', () => {
  test.each(Object.entries(ACCEPTED))('%s', async (_, body) => {
    await post(body);
  });
});

describe('a message is refused, and the place named, for', () => {
  test.each(REFUSED)('%s', async (_, body, field) => {
    const { code, status, fields } = await refusalOf(post(body));
    expect([code, status]).toEqual([50035, 400]);
    expect(fields).toContain(field);
  });
});

test('an empty message is refused', async () => {
  for (const body of [{}, { content: ' ' }, { embeds: [] }, { content: null }]) {
    expect((await refusalOf(post(body))).code).toBe(50006);
  }
});

test('several faults are told at once', async () => {
  const { fields } = await refusalOf(post({ embeds: [{ title: 'x', url: 'ftp://x.y', image: { url: 'ftp://x.y' } }] }));
  expect(fields.toSorted()).toEqual(['embeds.0.image.url', 'embeds.0.url']);
});

test('a forum post is checked like a message', async () => {
  const threads = Routes.threads(sandbox.channels.forum);
  const refused = async (body: object) => (await refusalOf(rest.post(threads, { body }))).fields;
  expect(await refused({ name: 'x'.repeat(101), message: { content: 'x' } })).toEqual(['name']);
  expect(await refused({ name: 'x', message: { content: 'x'.repeat(2001) } })).toEqual(['message.content']);
  expect(await refused({ name: 'x' })).toEqual(['message']);
});

test('a body that is no JSON is refused', async () => {
  const answer = await fetch(`${sandbox.apiUrl}/v10/channels/${sandbox.channels.text}/messages`, {
    method: 'POST',
    headers: { authorization: `Bot ${sandbox.token}`, 'content-type': 'application/json' },
    body: '{',
  });
  expect([answer.status, ((await answer.json()) as { code: number }).code]).toEqual([400, 50109]);
});
