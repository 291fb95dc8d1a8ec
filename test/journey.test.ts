import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from './support/folder.ts';
import { handIn } from './support/hand.ts';
import { rss, startOrigin } from './support/origin.ts';
import { startTown, type Town } from './support/town.ts';

const SEED = join(import.meta.dirname, '../../shared/seed/dev-feed.xml');
const FOREM = join(import.meta.dirname, 'fixtures/forem.xml');

async function town(): Promise<Town> {
  const started = await startTown(`sqlite:${join(temporaryFolder(), 'herald.db')}`);
  onTestFinished(() => started.close());
  return started;
}

const titles = (messages: Awaited<ReturnType<Town['messages']>>) => messages.map(({ embeds }) => embeds[0]?.title);
const until = <T>(check: () => T | Promise<T>) => vi.waitUntil(check, { timeout: 15_000, interval: 25 });
const polls = (place: Town) => place.origin.requests.length;

/** Waits until the feed was asked twice more: the first may have been under way already. */
async function twoMorePolls(place: Town): Promise<void> {
  const before = polls(place);
  await until(() => polls(place) >= before + 2);
}

/** The articles' addresses, oldest first, by the plainest reading of a Forem document. */
function linksOf(xml: string): string[] {
  return [...xml.matchAll(/<item>.*?<link>(.*?)<\/link>/gs)].map(([, link = '']) => link).reverse();
}

/** The document with one article more, newer than the others. */
function withOneMore(xml: string): string {
  const more = `<item><title>One more</title><dc:creator>Ada</dc:creator><pubDate>Tue, 01 Jan 2030 00:00:00 +0000</pubDate>
    <link>https://dev.to/ada/one-more-1</link><guid>https://dev.to/ada/one-more-1</guid><description>New.</description></item>`;
  return xml.replace('<item>', `${more}<item>`);
}

const isCaptured = existsSync(SEED);
if (!isCaptured) console.log('skipped: the real capture of dev.to’s feed is absent');

test.each([
  { name: 'a feed of the same shape as dev.to’s', file: FOREM },
  ...(isCaptured ? [{ name: 'the real capture of dev.to’s feed', file: SEED }] : []),
])('$name is posted whole, oldest first, once; then what is new, and nothing else', async ({ file }) => {
  const xml = readFileSync(file, 'utf8');
  const place = await town();
  place.origin.serve('/feed', xml);
  const each = { POST_BACKLOG: '12', FOLD_ABOVE: '0' };
  const first = place.start(each);

  await until(async () => (await place.messages()).length >= 12);
  await twoMorePolls(place);
  expect((await place.messages()).map(({ embeds }) => embeds[0]?.url)).toEqual(linksOf(xml));

  first.signal('SIGTERM');
  expect(await first.exited).toBe(0);
  const second = place.start(each);
  await twoMorePolls(place);
  expect(await place.messages()).toHaveLength(12);

  place.origin.serve('/feed', withOneMore(xml));
  await until(async () => (await place.messages()).length > 12);
  await twoMorePolls(place);
  expect(titles(await place.messages()).slice(12)).toEqual(['One more']);
  second.signal('SIGINT');
  expect(await second.exited).toBe(0);
});

test('the first poll posts nothing when no backlog is asked for', async () => {
  const place = await town();
  place.origin.serve('/feed', rss([{ id: 2 }, { id: 1 }]));
  place.start();
  await until(() => polls(place) >= 2);
  place.origin.serve('/feed', rss([{ id: 3 }, { id: 2 }, { id: 1 }]));
  await until(async () => (await place.messages()).length > 0);
  await twoMorePolls(place);
  expect(titles(await place.messages())).toEqual(['Article 3']);
});

test('hostile articles are posted readable, ping nobody, and never block those after them', async () => {
  const place = await town();
  await place.fault({
    match: 'POST /channels/*/messages',
    times: 1,
    status: 400,
    body: {
      code: 50035,
      message: 'Invalid Form Body',
      errors: {
        embeds: {
          0: { image: { url: { _errors: [{ code: 'URL_TYPE_INVALID_URL', message: 'Not a well formed URL.' }] } } },
        },
      },
    },
  });
  place.origin.serve(
    '/feed',
    rss([
      { id: 5, title: 'The last' },
      {
        id: 4,
        html: '<p>@everyone @here &lt;@1300000000000000002&gt; &lt;@&amp;1300000000000000020&gt;</p>',
        title: '@everyone',
      },
      { id: 3, link: 'javascript:alert(1)' },
      { id: 2, title: '😀'.repeat(400), author: 'A'.repeat(300) },
      { id: 1, image: 'https://under_score.example/picture.png' },
    ]),
  );
  place.start({ POST_BACKLOG: '12' });
  await until(async () => (await place.messages()).length >= 5);
  const messages = await place.messages();
  expect(
    messages.map(({ mention_everyone, mentions, mention_roles }) => [mention_everyone, mentions, mention_roles]),
  ).toEqual(Array.from({ length: 5 }, () => [false, [], []]));
  expect(messages[0]?.embeds[0]).toMatchObject({ title: 'Article 1', url: 'https://feed.example/ada/article-1' });
  expect(messages[0]?.embeds[0]?.image).toBeUndefined();
  expect(messages[1]?.embeds[0]?.title).toMatch(/^(😀)+…$/u);
  expect(messages[2]?.embeds[0]).toMatchObject({ title: 'Article 3' });
  expect(messages[2]?.embeds[0]?.url).toBeUndefined();
  expect(messages[4]?.embeds[0]).toMatchObject({ title: 'The last' });
});

test('a feed that misbehaves has clear outcomes in the log; the other one goes on, and memory stays bounded', async () => {
  const place = await town();
  const other = await startOrigin();
  onTestFinished(() => other.close());
  const megabyte = 'x'.repeat(1 << 20);
  place.origin.serve('/feed', (_, response) => {
    response.writeHead(200, { 'content-type': 'application/rss+xml' });
    const flood = setInterval(() => response.write(megabyte), 5);
    response.on('close', () => clearInterval(flood));
  });
  other.serve('/feed', rss([{ id: 1 }]));
  const herald = place.start();
  const hand = handIn(place.sandbox);
  await until(() => herald.output().includes('commands registered'));
  await hand.press(await hand.run('feed add', { url: `${other.url}/feed` }), 'Add');

  const misbehaviours = [
    { answer: undefined, reason: /10 MiB/ },
    { answer: '<!doctype html><html><body>Hello</body></html>', reason: /web page/ },
    { answer: ' ', reason: /empty/ },
    { answer: 'rubbish \0 rubbish', reason: /not a feed/ },
  ];
  for (const [index, { answer, reason }] of misbehaviours.entries()) {
    if (answer !== undefined) place.origin.serve('/feed', answer);
    await until(() => reason.test(herald.output()));
    other.serve('/feed', rss([{ id: index + 2 }, { id: index + 1 }]));
    await until(async () => (await place.messages()).length > index);
  }
  expect(titles(await place.messages())).toEqual(['Article 2', 'Article 3', 'Article 4', 'Article 5']);
  expect(herald.peakMegabytes() ?? 0).toBeLessThan(600);
});

test('a token that Discord does not know ends Herald with a sentence that says what to do', async () => {
  const place = await town();
  place.origin.serve('/feed', rss([{ id: 1 }]));
  const herald = place.start({ DISCORD_TOKEN: 'a-token-that-nobody-has-ever-been-given' });
  expect(await herald.exited).toBe(2);
  expect(herald.output()).toContain('Reset Token');
  expect(herald.output()).not.toContain('a-token-that-nobody');
});

test('a token that is revoked while posts wait ends Herald, and the posts come after a new start', async () => {
  const place = await town();
  place.origin.serve('/feed', rss([{ id: 1 }]));
  await place.fault({
    match: 'POST /channels/*/messages',
    times: 1,
    status: 401,
    body: { code: 0, message: '401: Unauthorized' },
  });
  const herald = place.start({ POST_BACKLOG: '1' });
  expect(await herald.exited).toBe(2);
  expect(herald.output()).toContain('Reset Token');
  place.start();
  await until(async () => (await place.messages()).length === 1);
});

test('wrong settings end Herald with every problem and no stack trace', async () => {
  const place = await town();
  const herald = place.start({ POLL_SECONDS: 'often', LOG_LEVEL: 'loud' });
  expect(await herald.exited).toBe(2);
  expect(herald.output()).toContain('POLL_SECONDS is "often"');
  expect(herald.output()).toContain('LOG_LEVEL is "loud"');
  expect(herald.output()).not.toMatch(/\n\s+at /);
});

test('a stop does not wait for a server that hangs, and holds nothing against its feed', async () => {
  const place = await town();
  place.origin.serve('/feed', () => undefined);
  const herald = place.start();
  await until(() => polls(place) === 1);
  const began = Date.now();
  herald.signal('SIGTERM');
  expect(await herald.exited).toBe(0);
  expect(Date.now() - began).toBeLessThan(8_000);
  expect(herald.output()).toContain('"msg":"Herald stopped"');
  place.origin.serve('/feed', rss([{ id: 1 }]));
  const next = place.start({ POST_BACKLOG: '1' });
  await until(async () => (await place.messages()).length === 1);
  expect(next.output()).not.toContain('poll failed');
});
