import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clean, codePoints, columns, isolate, oneLine, truncate } from '../../src/lib/text.ts';

const anyText = fc.string({ unit: 'binary' });

describe('codePoints', () => {
  it('counts as the string iterator does', () => {
    const units = fc
      .array(fc.constantFrom('a', '\uD83D', '\uDE00', '\uDFFF', 'é', '😀'))
      .map((pieces) => pieces.join(''));
    fc.assert(fc.property(units, (text) => codePoints(text) === Array.from(text).length));
  });
});

describe('truncate', () => {
  it('leaves a text that fits as it is', () => {
    expect(truncate('😀😀', 2)).toBe('😀😀');
  });

  it('cuts between graphemes, and says so', () => {
    expect(truncate('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 10)).toBe('👩‍👩‍👧‍👦…');
    expect(truncate('one two', 5)).toBe('one…');
  });

  it('cuts a grapheme that is too long by itself between code points', () => {
    expect(truncate(`e${'\u0301'.repeat(100)}`, 3)).toBe('e\u0301…');
  });

  it('never exceeds its limit, nor tears a surrogate pair', () => {
    fc.assert(
      fc.property(anyText, fc.nat(20), (text, max) => {
        const cut = truncate(text, max);
        expect(codePoints(cut)).toBeLessThanOrEqual(max);
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('clean', () => {
  it('takes out controls, overrides, padding and lone surrogates', () => {
    expect(clean('a\u0000\u0007b\u202Ec\u2066d\u00ADe\u200Bf\uD800')).toBe('abcdef\uFFFD');
  });

  it('keeps line feeds, tabs, joiners and right-to-left text', () => {
    const text = 'a\n\tb 👩‍👩‍👧‍👦 می‌خواهم \u200Fשלום';
    expect(clean(text)).toBe(text);
  });

  it('knows every way to end a line', () => {
    expect(clean('a\r\nb\rc\u2028d')).toBe('a\nb\nc\nd');
  });
});

it('oneLine folds all white space', () => {
  expect(oneLine(' a\n\t b\u00A0 c ')).toBe('a b c');
});

it('isolate keeps only right-to-left text apart', () => {
  expect(isolate('#ruby')).toBe('#ruby');
  expect(isolate('#תג')).toBe('\u2068#תג\u2069');
});

describe('columns', () => {
  it.each([
    ['abc', 3],
    ['日本', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['👩‍👩‍👧‍👦', 2],
    ['한글', 4],
  ])('%s takes %i', (text, width) => {
    expect(columns(text)).toBe(width);
  });
});
