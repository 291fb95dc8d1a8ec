import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseFeed } from '../../../src/feed/parse.ts';

const folder = join(import.meta.dirname, '../../fixtures');
const expectations = globSync('*.json', { cwd: folder });

describe('a feed is read as its fixture says', () => {
  test.each(expectations)('%s', async (expected) => {
    const name = basename(expected, '.json');
    const [source = ''] = globSync(`${name}.{xml,jsonfeed}`, { cwd: folder });
    const outcome = await parseFeed({
      body: readFileSync(join(folder, source)),
      contentType: source.endsWith('jsonfeed') ? 'application/feed+json' : undefined,
      url: 'https://feeds.example/path/feed',
    });
    expect(plain(outcome)).toEqual(JSON.parse(readFileSync(join(folder, expected), 'utf8')));
  });

  test('there are fixtures', () => {
    expect(expectations.length).toBeGreaterThan(5);
  });
});

/** As JSON would hold it: what is undefined is not there, nor what only tells whether an article is to be read again. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (name, each: unknown) => (ASIDE.has(name) ? undefined : each)));
}

const ASIDE = new Set(['fingerprint', 'keys', 'text']);
