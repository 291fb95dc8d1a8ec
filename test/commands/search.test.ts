import { expect, test } from 'vitest';
import { GUILD, MEMBER } from '../../src/sandbox/cast.ts';
import { sendAll } from '../store/world.ts';
import type { Shown } from '../support/hand.ts';
import { heraldInside, type Inside } from '../support/herald-inside.ts';
import { devFeed, stock, stockDocument } from '../support/library.ts';

const ELSEWHERE = '1300000000000000999';

/** A Herald that only answers: what the feeds have brought is put into its database. */
const inside = () => heraldInside({ ROLES: 'gateway' });
const text = ({ content, embeds }: Shown) => `${content}\n${embeds[0]?.title}\n${embeds[0]?.description}`;
/** The titles of a page's articles, in their order. */
const titles = ({ embeds }: Shown) =>
  [...(embeds[0]?.description ?? '').matchAll(/^\*\*(?:\[(.+)\]\(.+\)|(.+))\*\*$/gm)].map(
    ([, linked, bare]) => linked ?? bare,
  );
const labels = ({ components = [] }: Shown) => components.flatMap((row) => row.components.map(({ label }) => label));
const refused = ({ sandbox, logged }: Inside) => [
  sandbox.answers.get(400) ?? 0,
  logged.filter((line) => /failed|could not/.test(line)),
];

test('a result says title, link, author, age and tags, shows the hit in bold, and leads to the message', async () => {
  const { hand, store } = await inside();
  const destination = await store.destinations.ensure({
    kind: 'channel',
    address: '1300000000000000010',
    serverId: GUILD,
  });
  const feed = await store.feeds.add('https://news.example/feed', 0);
  await store.subscriptions.add(
    { serverId: GUILD, feedId: feed.id, destinationId: destination.id, tags: [], except: [] },
    0,
  );
  const published = Date.UTC(2026, 4, 1);
  const excerpt = 'We moved our *clusters* to **Kubernetes** last year.';
  await stock(store, GUILD, [
    {
      title: 'A year [later]',
      tags: ['DevOps', 'k8s'],
      excerpt,
      text: excerpt,
      published,
      authors: [{ name: 'Ada *L*', url: undefined }],
    },
  ]);
  await sendAll(store, Date.now());
  const { embeds, flags } = await hand.run('search', { words: 'kubernetes cluster' });
  expect(flags).toBe(64);
  expect(embeds[0]?.title).toBe('Results for “kubernetes cluster”');
  const [title, snippet, facts] = embeds[0]?.description?.split('\n') ?? [];
  expect(title).toMatch(/^\*\*\[A year \\\[later\\\]\]\(https:\/\/news\.example\/\d+\)\*\*$/);
  expect(snippet).toBe('We moved our **clusters** to **Kubernetes** last year.');
  expect(facts).toMatch(
    /^-# Ada \\\*L\\\* · <t:1777593600:R> · #DevOps · #k8s · \[posted here\]\(https:\/\/discord\.com\/channels\/1300000000000000000\/1300000000000000010\/\d+\)$/,
  );
});

const many = (count: number, facts = {}) =>
  Array.from({ length: count }, (_, n) => ({ title: `Part ${n + 1}`, text: 'a story about herons', ...facts }));

test('pages are turned, also after a restart', async () => {
  const { hand, store, restart } = await inside();
  await stock(store, GUILD, many(12));
  const first = await hand.run('search', { words: 'heron' });
  expect(titles(first)).toHaveLength(5);
  expect(labels(first)).toEqual(['Previous', 'Next', 'Show everyone']);
  await restart();
  const second = await hand.press(first, 'Next');
  expect(second.id).toBe(first.id);
  const third = await hand.press(second, 'Next');
  expect(new Set([first, second, third].flatMap(titles)).size).toBe(12);
  await expect(hand.press(third, 'Next')).rejects.toThrow('disabled');
  expect(titles(await hand.press(third, 'Previous'))).toEqual(titles(second));
});

test('a page can be shown to everyone, and then has no buttons', async () => {
  const { hand, store } = await inside();
  await stock(store, GUILD, many(12));
  const second = await hand.press(await hand.run('search', { words: 'herons' }), 'Next');
  const shown = await hand.press(second, 'Show everyone');
  expect(shown.id).not.toBe(second.id);
  expect(shown.flags).toBe(0);
  expect(shown.embeds).toEqual(second.embeds);
  expect(labels(shown)).toEqual([]);
});

test('what only managers are told is not shown to everyone', async () => {
  const { hand, store, sandbox } = await inside();
  const place = { kind: 'channel', address: sandbox.channels.text, serverId: GUILD } as const;
  const { id: destinationId } = await store.destinations.ensure(place);
  const wish = { serverId: GUILD, memberId: MEMBER.id, destinationId, tags: ['bird'], except: ['grey'] };
  await store.subscriptions.add(wish, Date.now());
  await stock(store, GUILD, [{ title: 'Grey', text: 'heron', tags: ['bird', 'grey'] }]);
  for (const shown of [await hand.run('search', { words: 'heron' }), await hand.run('latest')]) {
    expect(text(shown)).toContain('kept back from');
    expect(text(await hand.press(shown, 'Show everyone'))).not.toContain('kept back from');
  }
});

test('tag, author, feed and time narrow what is found, and stand below it', async () => {
  const { hand, store } = await inside();
  const year = 365 * 24 * 3600 * 1000;
  const heron = { text: 'herons' };
  const bird = await stock(
    store,
    GUILD,
    [
      { ...heron, title: 'Old', published: Date.now() - 2 * year },
      { ...heron, title: 'Tagged', tags: ['Grey Heron'] },
      { ...heron, title: 'Signed', authors: [{ name: 'Ada Lovelace', url: undefined }] },
    ],
    { title: 'Birds' },
  );
  await stock(store, GUILD, [{ ...heron, title: 'Other' }], { url: 'https://other.example/feed', title: 'Fish' });
  const found = async (options: object) => titles(await hand.run('search', { words: 'heron', ...options })).sort();
  expect(await found({})).toEqual(['Old', 'Other', 'Signed', 'Tagged']);
  expect(await found({ tag: '#grey-heron' })).toEqual(['Tagged']);
  expect(await found({ author: 'ada lovelace' })).toEqual(['Signed']);
  expect(await found({ feed: String(bird) })).toEqual(['Old', 'Signed', 'Tagged']);
  expect(await found({ feed: 'birds', since: 'year' })).toEqual(['Signed', 'Tagged']);
  const all = { tag: 'Grey Heron', feed: 'Birds', since: 'week' };
  const shown = await hand.run('search', { words: 'heron', ...all });
  expect(shown.embeds[0]?.footer?.text).toBe('#Grey Heron · Birds · the last week');
  expect(text(await hand.run('search', { words: 'heron', feed: 'Cats' }))).toContain('choose it from the list');
});

test('who finds nothing is told what to try', async () => {
  const { hand, store } = await inside();
  await stock(store, GUILD, many(1));
  const shown = await hand.run('search', { words: '**pelican**' });
  expect(shown.content).toContain('nothing about **\\*\\*pelican\\*\\***');
  expect(shown.content).toContain('`/tags`');
  expect((await hand.run('search', { words: 'heron', tag: 'fish' })).content).toContain('without what narrows it');
});

const WRONG = [
  '"',
  '"solid queue',
  '-',
  '---',
  '- -"',
  'or OR or',
  '((((',
  '*',
  'title:*',
  'scope : 1',
  'NEAR(heron secret, 5)',
  'heron AND NOT',
  '{title text} : secret',
  "'; drop table articles; --",
  "x' union select url from feeds --",
  '%_\\',
  '🦜',
  '\u202Eterces\u0000',
  '<@1300000000000000002> @everyone',
  Array.from({ length: 1000 }, (_, n) => `word${n}`).join(' '),
  `"${'heron '.repeat(1000)}`,
  '('.repeat(1000),
];

test('a query typed wrongly on purpose is never an error, and never a leak', async () => {
  const place = await inside();
  await stock(place.store, GUILD, [{ title: 'Ours', text: 'heron' }]);
  await stock(place.store, ELSEWHERE, [{ title: 'Theirs', text: 'heron secret', tags: ['secret'] }], {
    url: 'https://user:secret@other.example/feed?key=secret',
  });
  for (const words of WRONG) {
    for (const options of [
      { words },
      { words: 'heron', tag: words },
      { words: 'heron', author: words },
      { words: 'heron', feed: words },
    ]) {
      const shown = await place.hand.run('search', options);
      expect(text(shown)).not.toMatch(/Theirs|went wrong|other\.example/);
    }
    const completed = await place.hand.complete('search', { words: 'x', tag: words }, 'tag');
    expect(JSON.stringify(completed)).not.toContain('secret');
  }
  expect(refused(place)).toEqual([0, []]);
});

test("another server's articles, tags, authors and feeds are found nowhere", async () => {
  const { hand, store } = await inside();
  await stock(store, GUILD, [{ title: 'Ours', text: 'heron', tags: ['open'] }]);
  const authors = [{ name: 'Secret Author', url: undefined }];
  const theirs = { url: 'https://other.example/secret', title: 'Secret Feed' };
  const feed = await stock(store, ELSEWHERE, [{ title: 'Theirs', text: 'heron', tags: ['secret'], authors }], theirs);
  expect(titles(await hand.run('search', { words: 'heron' }))).toEqual(['Ours']);
  expect(titles(await hand.run('search', { words: 'heron', author: 'Secret Author' }))).toEqual([]);
  expect(titles(await hand.run('latest'))).toEqual(['Ours']);
  expect((await hand.run('search', { words: 'heron', feed: String(feed) })).content).toContain('no such feed');
  expect((await hand.run('latest', { feed: 'Secret Feed' })).content).toContain('no such feed');
  expect(text(await hand.run('tags'))).not.toContain('secret');
  for (const [option, typed] of Object.entries({ tag: 'se', author: 'se', feed: 'secret' })) {
    expect(await hand.complete('latest', { [option]: typed }, option)).toEqual([]);
  }
});

test('tag, author and feed are completed from what is there', async () => {
  const { hand, store } = await inside();
  const authors = [{ name: 'Tanya Prajapati', url: undefined }];
  const id = await stock(store, GUILD, [{ title: 'One', tags: ['Node.js', 'rails'], authors }], {
    title: 'Dev Community',
  });
  const complete = (options: object, focused: string) => hand.complete('search', { words: 'x', ...options }, focused);
  expect(await complete({ tag: '#node' }, 'tag')).toEqual([{ name: 'Node.js', value: 'Node.js' }]);
  expect(await complete({ author: 'praj' }, 'author')).toEqual([{ name: 'Tanya Prajapati', value: 'Tanya Prajapati' }]);
  expect(await complete({ feed: 'comm' }, 'feed')).toEqual([{ name: 'Dev Community', value: String(id) }]);
});

test('in a direct message a member who has subscriptions is not told that there are none', async () => {
  const { hand, store, sandbox } = await heraldInside({ ROLES: 'gateway' });
  const { id } = await store.destinations.ensure({ kind: 'direct', address: sandbox.channels.direct });
  const wish = { serverId: GUILD, memberId: MEMBER.id, destinationId: id, tags: ['rust'], except: [] };
  await store.subscriptions.add(wish, Date.now());
  const direct = { userId: MEMBER.id, channelId: sandbox.channels.direct };
  const { content } = await hand.run('search', { words: 'nothing' }, direct);
  expect(content).toMatch(/I found nothing about .* Try fewer or other words\.$/);
  expect((await hand.run('latest', {}, direct)).content).toMatch(/^I found nothing\. Articles appear/);
});

test("in a direct message a member's own subscriptions are looked through, and nothing else", async () => {
  const { hand, store, sandbox } = await inside();
  const own = await stock(store, GUILD, [{ title: 'Mine', text: 'heron' }]);
  await stock(store, GUILD, [{ title: 'Not mine', text: 'heron' }], { url: 'https://other.example/feed' });
  const direct = { userId: MEMBER.id, channelId: sandbox.channels.direct };
  expect((await hand.run('search', { words: 'heron' }, direct)).content).toContain('`/subscribe`');
  const { id } = await store.destinations.ensure({ kind: 'direct', address: sandbox.channels.direct });
  const wish = { serverId: GUILD, memberId: MEMBER.id, feedId: own, destinationId: id, tags: ['x'], except: [] };
  await store.subscriptions.add(wish, Date.now());
  const shown = await hand.run('search', { words: 'heron' }, direct);
  expect(titles(shown)).toEqual(['Mine']);
  expect(labels(shown)).toEqual([]);
});

test('articles at the extremes make pages that Discord takes', async () => {
  const place = await inside();
  const extremes = [
    {
      title: '*'.repeat(4000),
      tags: ['🏳️‍🌈'.repeat(40), '#'.repeat(30), '*'.repeat(90)],
      authors: [{ name: '_'.repeat(400), url: undefined }],
    },
    { title: 'https://a.example is `down` '.repeat(9), link: `https://news.example/${'文'.repeat(200)}` },
    { title: '', link: `https://news.example/${'x'.repeat(1900)}`, excerpt: '' },
    { title: 'مرحبا بالعالم', tags: ['عربي', 'שלום'], authors: [{ name: 'ليلى', url: undefined }], link: undefined },
    {
      title: '@everyone <@1> 🦩'.repeat(90),
      excerpt: '[x](https://y.example) || **heron'.repeat(200),
      published: 8e15,
    },
  ];
  await stock(
    place.store,
    GUILD,
    extremes.map((facts) => ({ ...facts, text: 'heron' })),
    { title: 't'.repeat(4000) },
  );
  const shown = await place.hand.run('search', { words: 'heron' });
  await place.hand.press(shown, 'Show everyone');
  await place.hand.run('latest');
  await place.hand.run('tags');
  expect(shown.embeds[0]?.description?.split('\n\n')).toHaveLength(5);
  expect(refused(place)).toEqual([0, []]);
});

test.each([200, 400, 900, 1900])('five articles with addresses of %i signs make a page', async (length) => {
  const place = await inside();
  const long = Array.from({ length: 5 }, (_, n) => ({
    title: `${n} ${'long '.repeat(60)}`,
    link: `https://news.example/${n}/${'x'.repeat(length)}`,
    tags: Array.from({ length: 9 }, (_tag, tag) => `${tag}${'_t'.repeat(30)}`),
    authors: [{ name: 'A. B. '.repeat(60), url: undefined }],
    excerpt: 'heron-like, '.repeat(300),
    text: 'heron',
  }));
  await stock(place.store, GUILD, long);
  const shown = await place.hand.run('search', { words: 'heron' });
  expect(titles(shown)).toHaveLength(5);
  expect(shown.embeds[0]?.description?.includes('](https://news.example/0/')).toBe(length < 900);
  expect(refused(place)).toEqual([0, []]);
});

test('on the real feed, a reader finds what they would expect', { timeout: 90_000 }, async () => {
  const xml = devFeed();
  if (xml === undefined) return;
  const place = await heraldInside();
  await stockDocument(place, GUILD, xml);
  const { hand } = place;
  const found = async (options: Readonly<Record<string, string>>) => titles(await hand.run('search', options));
  const queue = 'How Solid Queue Became the Rails 8 default, and More on Open Source Maintainership';
  const bridge = 'CloudWatch to OTel: Tearing Down the Observability Bridge Pattern';
  const accounts = "Accounts are not just storage. They're one of the reasons Solana is fast.";
  expect(await found({ words: 'kubernetes' })).toEqual([
    'EC2 G7e: Architecture Decision for Generative Video Inference',
  ]);
  expect(await found({ words: 'agent -bedrock' })).toEqual([queue, bridge]);
  expect(await found({ words: '"solid queue"' })).toEqual([queue]);
  expect(await found({ words: 'gems', tag: 'rails' })).toEqual([queue]);
  expect(await found({ words: 'solana', author: 'Tanya Prajapati' })).toEqual([accounts]);
  expect(titles(await hand.run('latest', { tag: 'rails' }))).toEqual([queue]);
  expect(titles(await hand.run('latest', { author: 'Tanya Prajapati' }))).toEqual([accounts]);
});
