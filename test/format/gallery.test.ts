import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { toMarkdown } from '../../src/format/markdown.ts';

// Bodies of our own writing in the shapes that real publishers send. `vitest -u` writes the Markdown anew; read what changed.
const gallery = join(import.meta.dirname, 'gallery');
const bodies = readdirSync(gallery).filter((name) => name.endsWith('.html'));

it.each(bodies)('%s becomes what stands beside it', async (name) => {
  const html = readFileSync(join(gallery, name), 'utf8');
  const markdown = toMarkdown(html, { maxLength: 4000 });
  await expect(`${markdown}\n`).toMatchFileSnapshot(join(gallery, name.replace(/html$/, 'md')));
});

it('has a gallery to show', () => {
  expect(bodies.length).toBeGreaterThanOrEqual(12);
});
