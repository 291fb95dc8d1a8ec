import { describe, expect, test } from 'vitest';
import { decodeText, utf8Of } from '../../src/feed/charset.ts';

const declared = (encoding: string, text: string) => `<?xml version="1.0" encoding="${encoding}"?><a>${text}</a>`;
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

function utf32(text: string, isBigEndian: boolean): Buffer {
  const bytes = Buffer.concat(
    Array.from(text, (sign) => {
      const four = Buffer.alloc(4);
      four.writeUInt32BE(sign.codePointAt(0) ?? 0);
      return four;
    }),
  );
  return isBigEndian ? bytes : bytes.swap32();
}

describe('a text is decoded by', () => {
  test.each([
    ['its byte order mark before all else', Buffer.from('\uFEFFé'), 'text/xml; charset=latin1', 'é'],
    ['a UTF-16 mark', Buffer.from('\uFEFF<a>é', 'utf16le'), 'text/xml; charset=utf-8', '<a>é'],
    ['a UTF-16 mark of the other order', utf16be('\uFEFF<a>é'), undefined, '<a>é'],
    ['the shape of UTF-16 without a mark', utf16be('<a>é'), undefined, '<a>é'],
    [
      'the header before the declaration',
      Buffer.from(declared('utf-8', 'é'), 'latin1'),
      'text/xml;charset="ISO-8859-1"',
      declared('utf-8', 'é'),
    ],
    ['the shape of UTF-16 behind white space', Buffer.from('\n<a>é', 'utf16le'), undefined, '\n<a>é'],
    ['the shape of UTF-32', utf32('<a>é𝄞', true), undefined, '<a>é𝄞'],
    ['the shape of UTF-32 of the other order', utf32('<a>é𝄞', false), undefined, '<a>é𝄞'],
    ['a UTF-32 mark', utf32('\uFEFFé', true), 'text/xml; charset=utf-8', 'é'],
    ['a UTF-32 mark of the other order', utf32('\uFEFFé', false), undefined, 'é'],
    [
      'the declaration',
      Buffer.from([...Buffer.from(declared('koi8-r', '')), 0xc1]),
      undefined,
      `${declared('koi8-r', '')}а`,
    ],
    ['a label with the wrong hyphens', Buffer.from([0xe0]), 'text/xml; charset=windows_1251', 'а'],
    ['a label with one too many', Buffer.from([0xe9]), 'text/xml; charset=latin-1', 'é'],
    ['a label by half its name', Buffer.from([0xe0]), 'text/xml; charset=win-1251', 'а'],
    ['UTF-8', Buffer.from('é'), undefined, 'é'],
    ['windows-1252 when it is not UTF-8', Buffer.from([0x93, 0xe9, 0x94]), undefined, '“é”'],
    ['windows-1252 when UTF-8 is said in vain', Buffer.from([0x93, 0xe9, 0x94]), 'text/xml; charset=utf-8', '“é”'],
    ['UTF-8 when the label is unknown', Buffer.from('é'), 'text/xml; charset=klingon', 'é'],
    ['UTF-8 when Latin-1 is said in vain', Buffer.from('é'), 'text/xml; charset=iso-8859-1', 'é'],
    ['UTF-8 when a template says UTF-16', Buffer.from(declared('utf-16', 'é')), undefined, declared('utf-16', 'é')],
  ])('%s', (_, body, contentType, expected) => {
    expect(decodeText(body, contentType)).toBe(expected);
    expect(utf8Of(body, contentType).toString()).toBe(expected);
  });

  test('UTF-8 in spite of one broken byte among many letters', () => {
    const text = 'Grüße aus Köln, schöne Füße, Öl und Ärger, übrigens '.repeat(5);
    const body = Buffer.concat([Buffer.from(text), Buffer.from([0xff])]);
    expect(decodeText(body, undefined)).toBe(`${text}\uFFFD`);
  });
});
