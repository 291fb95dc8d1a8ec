import Fastify from 'fastify';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CHANNELS } from '../../src/sandbox/cast.ts';
import { lineHtml, markdownHtml } from '../../src/sandbox/page/markdown.ts';
import type { PageMessage } from '../../src/sandbox/page/message.ts';
import { renderPage } from '../../src/sandbox/page/page.ts';
import { pageRoutes } from '../../src/sandbox/routes/page.ts';
import { State } from '../../src/sandbox/state.ts';

const channels = [
  { id: '1', name: 'articles', type: 0 },
  { id: '2', name: '<news>', type: 5 },
];

const message = (parts: Partial<PageMessage> = {}): PageMessage => ({
  id: '10',
  content: '',
  timestamp: '2026-07-01T12:00:00.000000+00:00',
  author: { username: 'herald', global_name: 'Herald', bot: true },
  embeds: [],
  ...parts,
});

const page = (...messages: PageMessage[]) => renderPage({ channels, messagesOf: (id) => (id === '1' ? messages : []) });

describe('the page', () => {
  it('lists the channels and marks the open one', () => {
    const html = renderPage({ channels, messagesOf: () => [], channelId: '2' });
    expect(html).toContain('</span> articles <span class="quiet">0</span>');
    expect(html).toContain(
      '<a href="/?channel=2" aria-current="page"><span class="sign" aria-hidden="true">📣</span> &lt;news&gt;',
    );
    expect(html).toContain('Nothing here yet.');
  });

  it('opens the first channel when it is asked for one that is not there', () => {
    expect(renderPage({ channels, messagesOf: () => [], channelId: '9' })).toContain('?channel=1" aria-current="page"');
    expect(renderPage({ channels: [], messagesOf: () => [] })).toContain('Nothing here yet.');
  });

  it('shows the newest fifty messages, newest last', () => {
    const many = Array.from({ length: 60 }, (_, index) => message({ id: String(index), content: `no ${index}.` }));
    const html = page(...many);
    expect(html).not.toContain('no 9.');
    expect(html.indexOf('no 10.')).toBeGreaterThan(0);
    expect(html.indexOf('no 59.')).toBeGreaterThan(html.indexOf('no 10.'));
  });

  it('shows an embed as a card', () => {
    const html = page(
      message({
        embeds: [
          {
            color: 0x00ab12,
            author: { name: 'Ada', url: 'https://example.org/ada' },
            title: 'On `engines` **now**',
            url: 'https://example.org/1',
            description: '## Head\n- one\n  - two',
            fields: [{ name: 'Tags', value: '[#a](https://example.org/a)', inline: true }],
            image: { url: 'http://127.0.0.1:1/sandbox/pictures/x.png' },
            footer: { text: 'A & B' },
            timestamp: '2026-07-01T12:00:00.000Z',
          },
        ],
      }),
    );
    expect(html).toContain('fill="#00ab12"');
    expect(html).toContain('<p class="author"><a href="https://example.org/ada"');
    expect(html).toMatch(
      /<h3><a href="https:\/\/example.org\/1"[^>]*>On <code>engines<\/code> <strong>now<\/strong><\/a>/,
    );
    expect(html).toMatch(/<h2>Head<\/h2>\n<ul>\n<li>one\n<ul>\n<li>two/);
    expect(html).toMatch(/<div class="inline"><dt>Tags<\/dt><dd><p><a href="https:\/\/example.org\/a"/);
    expect(html).toContain('<img src="/sandbox/pictures/x.png"');
    expect(html).toMatch(/A &amp; B • <time datetime="2026-07-01T12:00:00.000Z">1 Jul 2026/);
  });

  it('asks no other server for a picture', () => {
    const html = page(message({ embeds: [{ image: { url: 'https://example.org/x.png' } }] }));
    expect(html).not.toContain('<img');
    expect(html).toContain('href="https://example.org/x.png"');
  });

  it('shows hostile texts as texts, wherever they stand', () => {
    const bad = '"><img src=x onerror=alert(1)>\'<script>alert(1)</script>';
    const html = renderPage({
      channels: [{ id: bad, name: bad, type: 1 }],
      messagesOf: () => [
        message({
          id: bad,
          content: bad,
          timestamp: bad,
          author: { username: bad, global_name: bad, bot: false },
          embeds: [
            {
              title: bad,
              description: bad,
              url: `https://example.org/${bad}`,
              author: { name: bad, url: 'javascript:alert(1)' },
              fields: [{ name: bad, value: bad }],
              footer: { text: bad },
              timestamp: bad,
              image: { url: `https://example.org/${bad}` },
            },
          ],
        }),
      ],
    });
    expect(html).not.toMatch(/<img|<script>|href="javascript/);
    expect(html.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(8);
  });
});

describe('Discord’s Markdown', () => {
  it.each([
    ['**b** *i* _i_ ~~s~~ `c`', '<p><strong>b</strong> <em>i</em> <em>i</em> <s>s</s> <code>c</code></p>'],
    ['__under__ **__both__**', '<p><u>under</u> <strong><u>both</u></strong></p>'],
    ['a\nb', '<p>a<br>\nb</p>'],
    ['> q\n> r', '<blockquote>\n<p>q<br>\nr</p>\n</blockquote>'],
    ['```ts\na < b\n```', '<pre><code class="language-ts">a &lt; b\n</code></pre>'],
    ['1. a\n2. b', '<ol>\n<li>a</li>\n<li>b</li>\n</ol>'],
    ['\\*not\\* &amp; <b>', '<p>*not* &amp;amp; &lt;b&gt;</p>'],
    [
      '![alt](https://x.y/z.png)',
      '<p>!<a href="https://x.y/z.png" target="_blank" rel="noopener noreferrer">alt</a></p>',
    ],
    ['[x](javascript:alert(1))', '<p>[x](javascript:alert(1))</p>'],
    ['[x](//x.y) x.org a@x.org', '<p>[x](//x.y) x.org a@x.org</p>'],
    ['| a |\n| - |\n| b |', '<p>| a |<br>\n| - |<br>\n| b |</p>'],
  ])('shows %j as Discord does', (text, html) => expect(markdownHtml(text).trim()).toBe(html));

  it('links a bare address', () => {
    expect(markdownHtml('see https://x.y/a_b_c.')).toContain('<a href="https://x.y/a_b_c" target="_blank"');
  });

  it('makes no link inside a line that is one', () => {
    expect(lineHtml('[a](https://x.y) https://x.y **b**')).toBe('[a](https://x.y) https://x.y <strong>b</strong>');
  });

  it('opens no element and no attribute of the text’s own, whatever the text', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '`',
      '```',
      '[',
      '](',
      ')',
      '\n',
      '> ',
      '- ',
      '*',
      'onload=',
      'a',
      '&lt;',
      'https://x.y',
      'javascript:',
      '\\',
    );
    const known =
      /<\/?(p|strong|em|u|s|code|pre|a|ul|ol|li|blockquote|br|h[1-6])( (class|href|target|rel|start)="[^"<>]*")*>/g;
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        expect(markdownHtml(parts.join('')).replace(known, '')).not.toMatch(/[<>]/);
        expect(markdownHtml(parts.join(''))).not.toMatch(/href="(?!https?:|")/);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['[', '*', '**a', '`', '> ', '- ', '_a', '<', '[a](', '![', '\\'])(
    'takes no time over %j again and again',
    (piece) => {
      const start = performance.now();
      markdownHtml(piece.repeat(4096).slice(0, 4096));
      expect(performance.now() - start).toBeLessThan(1000);
    },
  );
});

describe('its routes', () => {
  it('serve the page under a policy that admits no inline script or style, and none of either is in it', async () => {
    const app = Fastify();
    onTestFinished(() => app.close());
    pageRoutes(app, new State());
    const answer = await app.inject(`/?channel=${CHANNELS.forum}`);
    const policy = String(answer.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(answer.body).toContain(`?channel=${CHANNELS.forum}" aria-current="page"`);
    expect(answer.body).not.toMatch(/ style=| on\w+=|<style|<script>/);
    for (const [, path = ''] of answer.body.matchAll(/(?:src|href)="(\/sandbox\/page[^"]+)"/g)) {
      expect((await app.inject(path)).statusCode).toBe(200);
    }
  });
});
