import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digest } from '../../src/format/excerpt.ts';
import { articleMessage, plainer, type Message } from '../../src/format/message.ts';
import { faults } from './faults.ts';
import { article, feed } from './subjects.ts';

const full = articleMessage(digest(article()), feed);

function steps(message: Message | undefined, fields: readonly string[] = []): Message[] {
  return message === undefined ? [] : [message, ...steps(plainer(message, fields), fields)];
}

describe('a refused message', () => {
  it('loses picture, links, surroundings and card in turn when nothing is named', () => {
    const [, first, second, third, fourth, ...more] = steps(full);
    expect(first?.embeds?.[0]).not.toHaveProperty('image');
    expect(first?.embeds?.[0]?.url).toBe('https://example.com/a');
    expect(second?.embeds?.[0]).not.toHaveProperty('url');
    expect(second?.embeds?.[0]?.author).toEqual({ name: 'Ada' });
    expect(second?.embeds?.[0]?.description).toBe('A sentence. Another one.\n\nhttps://example.com/a');
    expect(Object.keys(third?.embeds?.[0] ?? {}).sort()).toEqual(['description', 'title']);
    expect(fourth).toEqual({ content: '**A title**\nhttps://example.com/a', allowed_mentions: { parse: [] } });
    expect(more).toEqual([]);
  });

  it.each([
    ['embeds.0.image.url', 'image'],
    ['embeds[0].image.url', 'image'],
    ['embeds.0.url', 'url'],
    ['embeds.0.fields.0.value', 'fields'],
    ['embeds.0.timestamp', 'timestamp'],
  ] as const)('loses %s first when that is what was refused', (field, key) => {
    expect(plainer(full, [field])?.embeds?.[0]).not.toHaveProperty(key);
  });

  it('keeps its picture when its author’s page is what was refused', () => {
    const embed = plainer(full, ['embeds.0.author.url'])?.embeds?.[0];
    expect(embed?.author).toEqual({ name: 'Ada' });
    expect(embed?.image).toBeDefined();
  });

  it('is one that Discord takes at every step, however much there is in it', () => {
    const address = `https://example.com/${'a'.repeat(1980)}`;
    const crowded = article({
      title: '*'.repeat(300),
      link: address,
      html: `<p>${'<a href="https://example.com/a/long/way/to/go">word</a> '.repeat(200)}</p>`,
      tags: Array.from({ length: 20 }, (_, at) => `${'_'.repeat(38)}${at}`),
    });
    const messages = steps(articleMessage(digest(crowded), feed));
    expect(messages).toHaveLength(5);
    for (const message of messages) expect(faults(message)).toEqual([]);
  });

  it('becomes text at once when its title or text is what was refused', () => {
    expect(plainer(full, ['embeds.0.description'])).not.toHaveProperty('embeds');
  });

  it('keeps within 2,000 characters as text', () => {
    const link = `https://example.com/${'a'.repeat(2000)}`;
    const last = steps(articleMessage(digest(article({ title: '*'.repeat(300), link })), feed)).at(-1);
    expect(last?.content?.length).toBeLessThanOrEqual(2000);
  });

  it('gets plainer at most four times, whatever is named, and each time strictly so', () => {
    const field = fc.constantFrom(
      'embeds.0.image.url',
      'embeds.0.url',
      'embeds.0.author.url',
      'embeds.0.title',
      'embeds',
      'x',
    );
    fc.assert(
      fc.property(fc.array(fc.array(field, { maxLength: 2 }), { minLength: 6, maxLength: 6 }), (refusals) => {
        let message: Message | undefined = full;
        const seen = new Set([JSON.stringify(full)]);
        for (const fields of refusals) {
          message = plainer(message, fields);
          if (message === undefined) break;
          expect(seen.has(JSON.stringify(message))).toBe(false);
          seen.add(JSON.stringify(message));
        }
        expect(message).toBeUndefined();
        expect(seen.size).toBeLessThanOrEqual(5);
      }),
    );
  });
});
