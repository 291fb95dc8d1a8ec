import { describe, expect, test } from 'vitest';
import { pagePicture } from '../../src/feed/page-picture.ts';
import { threadMs } from '../support/stall.ts';

const meta = (name: string, content: string) => `<meta property="${name}" content="${content}">`;
const page = (head: string, body = '') => `<!doctype html><html><head>${head}</head><body>${body}</body></html>`;
const URL_OF_PAGE = 'https://site.example/2026/article';

describe('the picture of a page', () => {
  test.each([
    ['is what og:image says', page(meta('og:image', 'https://cdn.example/a.png')), 'https://cdn.example/a.png'],
    ['is relative to the page', page(meta('og:image', '../a.png?x=1&amp;y=2')), 'https://site.example/a.png?x=1&y=2'],
    ['may be named for X alone', page('<META NAME="twitter:image" CONTENT="/x.jpg">'), 'https://site.example/x.jpg'],
    [
      'is the secure one of two',
      page(meta('og:image', 'http://cdn.example/a.png') + meta('og:image:secure_url', 'https://cdn.example/a.png')),
      'https://cdn.example/a.png',
    ],
    [
      'is the first that is none of a person or a site',
      page(meta('og:image', '/avatar/1.png') + meta('og:image', '/favicon.png') + meta('og:image', '/real.png')),
      'https://site.example/real.png',
    ],
    ['is never data', page(meta('og:image', 'data:image/png;base64,AAAA')), undefined],
    ['is not looked for in the body', page('', meta('og:image', '/a.png')), undefined],
    ['is not there', page('<title>x</title>'), undefined],
    ['is not there in what is no page', '\0\0<<<>>>', undefined],
  ])('%s', (_, html, picture) => {
    expect(pagePicture(html, URL_OF_PAGE)).toBe(picture);
  });

  test('of a page made to hurt costs no time', () => {
    const start = threadMs();
    expect(pagePicture('<div>'.repeat(1_000_000), URL_OF_PAGE)).toBeUndefined();
    expect(pagePicture('<meta '.repeat(1_000_000), URL_OF_PAGE)).toBeUndefined();
    expect(threadMs() - start).toBeLessThan(1_000);
  });
});
