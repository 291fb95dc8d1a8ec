import { describe, expect, test } from 'vitest';
import { parseFeed } from '../../../src/feed/parse.ts';

const NAMESPACES =
  'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"';

/** The one article of an RSS feed that holds these elements. */
async function articleOf(inside: string) {
  const document = `<rss version="2.0" ${NAMESPACES}><channel><item>${inside}</item></channel></rss>`;
  const source = { body: Buffer.from(document), contentType: undefined, url: 'https://e.org/feed' };
  const outcome = await parseFeed(source);
  return outcome.kind === 'feed' ? outcome.document.articles[0] : undefined;
}

const content = (url: string, more: string) => `<media:content url="https://e.org/${url}" ${more}/>`;
const body = '<description>&lt;img src="/body.jpg"&gt;</description>';

describe('the picture of an article is', () => {
  test.each([
    ['its widest media:content', content('s.jpg', 'medium="image" width="100"') + content('b.jpg', 'width="900"'), 'b'],
    ['one of a media:group', `<media:group>${content('g.jpg', 'type="image/jpeg"')}</media:group>`, 'g'],
    ['no film', content('f.mp4', 'type="video/mp4"') + body, 'body'],
    ['the thumbnail of a film', `${content('f.mp4', 'type="video/mp4"')}<media:thumbnail url="/t.jpg"/>`, 't'],
    ['an enclosure', '<enclosure url="/e.jpg" type="image/jpeg" length="1"/>', 'e'],
    ['none of a sound', `<enclosure url="/e.mp3" type="audio/mpeg" length="1"/>${body}`, 'body'],
    ['that of a podcast’s episode', `<itunes:image href="/i.jpg"/>${body}`, 'i'],
    ['the first real one of its body', body, 'body'],
    ['no avatar', `<media:content url="https://secure.gravatar.com/avatar/1.jpg" medium="image"/>${body}`, 'body'],
    ['no pixel', content('p.jpg', 'medium="image" width="1" height="1"') + body, 'body'],
    ['no data', `<media:thumbnail url="data:image/png;base64,AA"/>${body}`, 'body'],
  ])('%s', async (_, inside, name) => {
    expect((await articleOf(inside))?.image).toBe(`https://e.org/${name}.jpg`);
  });
});

describe('the link of an article is', () => {
  const linked = (rel: string, type: string, href: string) =>
    `<atom:link rel="${rel}" type="${type}" href="/${href}"/>`;

  test.each([
    ['its own', '<link>/a</link><guid>https://e.org/g</guid>', 'a'],
    ['its guid, which is a permalink', '<guid>https://e.org/g</guid>', 'g'],
    ['a guid that says so', '<guid isPermaLink="true">https://e.org/g</guid>', 'g'],
    ['an id of Atom', '<atom:id>https://e.org/g</atom:id>', 'g'],
    ['a relative one that says so', '<guid isPermaLink="true">g/1</guid>', 'g/1'],
    ['the page of its film, for want of another', '<guid>g</guid><media:player url="/film"/>', 'film'],
    ['not that page, when there is another', '<link>/a</link><media:player url="/film"/>', 'a'],
    ['one without a scheme', '<link>www.e.org/a</link>', 'a', 'http://www.e.org/'],
    [
      'that of a page, not its own document',
      linked('self', 'text/xml', 's') + linked('alternate', 'text/html', 'a'),
      'a',
    ],
  ])('%s', async (_, inside, name, site = 'https://e.org/') => {
    expect((await articleOf(inside))?.link).toBe(`${site}${name}`);
  });

  test('none, when its guid is no address, or says that it is none', async () => {
    expect((await articleOf('<guid>g</guid>'))?.link).toBeUndefined();
    expect((await articleOf('<guid isPermaLink="false">https://e.org/g</guid>'))?.link).toBeUndefined();
  });
});

test('one date that can’t be read loses neither its article nor the other date', async () => {
  const dated = await articleOf('<title>A</title><pubDate>soon</pubDate><dc:date>2026-06-23T21:52:06Z</dc:date>');
  expect(dated).toMatchObject({ title: 'A', published: Date.UTC(2026, 5, 23, 21, 52, 6) });
});

test.each(['issued', 'published', 'modified', 'updated', 'created'])('a date of Atom in RSS: %s', async (name) => {
  const dated = await articleOf(`<title>A</title><atom:${name}>2026-06-23T00:00:00Z</atom:${name}>`);
  expect(dated?.published).toBe(Date.UTC(2026, 5, 23));
});

test('what is said of a medium is said of the article, where nothing else is', async () => {
  const medium = '<media:title>M</media:title><media:description>D</media:description>';
  const inside = `<guid>1</guid><media:group><media:content url="/f.mp4">${medium}</media:content></media:group>`;
  expect(await articleOf(inside)).toMatchObject({ title: 'M', html: 'D' });
  expect(await articleOf(`<title>T</title><description>B</description>${inside}`)).toMatchObject({
    title: 'T',
    html: 'B',
    summary: undefined,
  });
});

test('the tags of a podcast are those inside others, too', async () => {
  const tags = '<itunes:category text="Technology"><itunes:category text="Gadgets"/></itunes:category>';
  expect((await articleOf(`<title>A</title>${tags}`))?.tags).toEqual(['Technology', 'Gadgets']);
});

test('a person of whom only the page is known has no name', async () => {
  const nameless = '<author><name></name><uri>https://e.org/ada</uri></author>';
  expect((await articleOf(`<title>A</title>${nameless}`))?.authors).toEqual([]);
  const author = '<author>Ada <uri>https://e.org/ada</uri></author>';
  expect((await articleOf(`<title>A</title>${author}`))?.authors).toEqual([{ name: 'Ada', url: 'https://e.org/ada' }]);
});

test('elements nested deeper than any feed’s are refused, in words', async () => {
  const nested = (depth: number) => {
    const document = `<rss version="2.0"><channel><item><guid>1</guid>${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}</item></channel></rss>`;
    return parseFeed({ body: Buffer.from(document), contentType: undefined, url: 'https://e.org/feed' });
  };
  expect(await nested(290)).toMatchObject({ kind: 'feed' });
  expect(await nested(301)).toMatchObject({ kind: 'failed', reason: expect.stringContaining('nested') as string });
});

test('the titles of a JSON Feed are plain text, but for the signs that WordPress writes by their numbers', async () => {
  const items = [{ id: '1', title: 'R&amp;D &#8211; <b>' }];
  const body = Buffer.from(JSON.stringify({ version: 'https://jsonfeed.org/version/1', title: 'A &#x2013; B', items }));
  const outcome = await parseFeed({ body, contentType: undefined, url: 'https://e.org/feed' });
  expect(outcome).toMatchObject({ document: { title: 'A – B', articles: [{ title: 'R&amp;D – <b>' }] } });
});
