import type { APIMessage } from 'discord-api-types/v10';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldMessage, foldPage } from '../../src/format/fold.ts';
import { isListed } from '../../src/format/listed.ts';
import { codePoints } from '../../src/lib/text.ts';
import type { Look } from '../../src/model/server.ts';
import { checkBody } from '../../src/sandbox/check.ts';
import { article } from '../store/world.ts';

const feed = { id: 1, url: 'https://news.example/feed', title: 'The News', link: 'https://news.example/' };
const AT = Date.UTC(2026, 5, 23, 21, 50);
const LOOKS = ['full', 'compact', 'link'] as const;

function listed(count: number, facts: (index: number) => Partial<Parameters<typeof article>[1]> = () => ({})) {
  return Array.from({ length: count }, (_, index) => ({
    article: {
      ...article(index + 1, { published: AT + index * 1000, ...facts(index) }),
      id: index,
      feedId: 1,
      firstSeenAt: AT,
    },
    feed,
  }));
}

const message = (list: ReturnType<typeof listed>, look: Look = 'full', pings: string[] = []) =>
  foldMessage(list, 12, { look, pings });

test('a fold says who published how many, and links each title with its time and tags', () => {
  const list = listed(6, (index) => ({ tags: ['rust', `t${index}`] }));
  const [embed] = message(list).embeds ?? [];
  expect(embed).toMatchObject({ title: '6 new articles by Ada', footer: { text: 'The News' } });
  expect(embed?.description?.split('\n').slice(0, 2)).toEqual([
    '**[Title 1](https://news.example/1)**',
    `-# <t:${AT / 1000}:t> · #rust · #t0`,
  ]);
  expect(message(list).components).toBeUndefined();
});

test.each(LOOKS)('a fold is known to have what it shows, and what its button does: %s', (look) => {
  const list = listed(30);
  const { content = '', embeds = [] } = message(list, look, ['1']);
  // Only what Discord shows of a message is read.
  const there = { content, embeds, timestamp: new Date(AT + 60_000).toISOString() } as APIMessage;
  const has = (one: (typeof list)[number], firstAt = AT) => isListed(there, one, firstAt);
  expect(list.filter((one) => !has(one))).toEqual([]);
  expect(list.filter((one) => has(one, AT + 120_000))).toHaveLength(12);
  const [stranger] = listed(1, () => ({
    link: 'https://news.example/other',
    authors: [{ name: 'Bob', url: undefined }],
  }));
  const [later] = listed(1, () => ({ link: 'https://news.example/later', title: 'Later', published: AT + 90_000 }));
  const [earlier] = listed(1, () => ({
    link: 'https://news.example/early',
    title: 'Early',
    published: AT - 3_600_000,
  }));
  expect([stranger, later, earlier].filter((one) => one && has(one))).toEqual([]);
});

test('a fold of several authors names its feed, and each author', () => {
  const list = listed(6, (index) => ({ authors: [{ name: `Author ${index}`, url: undefined }] }));
  const [embed] = message(list).embeds ?? [];
  expect(embed).toMatchObject({ title: '6 new articles in The News', url: 'https://news.example/' });
  expect(embed?.description).toContain('-# Author 5 · ');
});

test('a fold is a plain list where posts are but links, without previews', () => {
  const { content, embeds, flags } = message(listed(6), 'link', ['7']);
  expect([embeds, flags]).toEqual([undefined, 4]);
  expect(content).toMatch(
    /^<@&7> \*\*6 new articles by Ada\*\* · <t:1782251405:R>\n\*\*\[Title 1\]\(https:\/\/news\.example\/1\)\*\*\n/,
  );
});

test('a fold pings each role once, and nobody that an article names', () => {
  const list = listed(6, () => ({ title: '@everyone <@&8> <@9>' }));
  for (const look of LOOKS) {
    const { content = '', embeds, allowed_mentions } = message(list, look, ['7', '8']);
    expect(allowed_mentions).toEqual({ parse: [], roles: ['7', '8'] });
    expect(`${content}${embeds?.[0]?.description ?? ''}`).not.toMatch(/@everyone|<@9>/);
  }
});

test('what does not fit is behind a button, which says so', () => {
  const { embeds, components } = message(listed(30));
  expect(embeds?.[0]?.description).toMatch(/… and 18 more$/);
  expect(components).toMatchObject([
    { components: [{ label: 'Show all 30', custom_id: 'latest.fold - {"fold":12,"page":0}' }] },
  ]);
});

test('whatever the articles are, Discord takes the message, and its pages list every one of them, in order', () => {
  const facts = fc.record({
    title: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4000 }),
      fc.constantFrom('', 'w'.repeat(4000), '[*`|'.repeat(99)),
    ),
    link: fc.constantFrom(undefined, 'https://a.example/', `https://a.example/${'x'.repeat(1990)}`, 'javascript:1'),
    tags: fc.array(fc.string({ maxLength: 60 }), { maxLength: 9 }),
    authors: fc.array(fc.record({ name: fc.string({ maxLength: 300 }), url: fc.constant(undefined) }), {
      maxLength: 2,
    }),
    published: fc.option(fc.integer({ min: -1e15, max: 1e15 }), { nil: undefined }),
  });
  const roles = fc.uniqueArray(
    fc.integer({ min: 1, max: 1e6 }).map((id) => String(1e17 + id)),
    { maxLength: 25 },
  );
  fc.assert(
    fc.property(
      fc.array(facts, { minLength: 2, maxLength: 40 }),
      fc.constantFrom(...LOOKS),
      roles,
      (all, look, pings) => {
        const list = listed(all.length, (index) => all[index] ?? {});
        const body = message(list, look, pings);
        checkBody('createMessage', body);
        expect(codePoints(body.content ?? '')).toBeLessThanOrEqual(2000);
        const lines: string[] = [];
        for (let page = 0, pages = 1; page < pages; page += 1) {
          const shown = foldPage(list, look, page);
          pages = shown.pages;
          checkBody('createMessage', { embeds: [shown.embed] });
          lines.push(...(shown.embed.description ?? '').split('\n').filter((line) => !line.startsWith('-# ')));
        }
        expect(lines).toHaveLength(list.length);
      },
    ),
    { numRuns: 60 },
  );
});
