import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDate } from '../../src/feed/dates.ts';

describe('a date is read', () => {
  test.each([
    ['Tue, 23 Jun 2026 21:52:06 +0000', '2026-06-23T21:52:06.000Z'],
    ['23 Jun 26 21:52 EST', '2026-06-24T02:52:00.000Z'],
    ['Thu, 01 Jan 1998 19:48:21 -0500 (EST)', '1998-01-02T00:48:21.000Z'],
    ['Thu, 01 Jan 2004 19:48:21 GMT+1', '2004-01-01T18:48:21.000Z'],
    ['Thu Aug 30 2012 16:30:00 GMT+0200 (CEST)', '2012-08-30T14:30:00.000Z'],
    ['Sun Jan  4 16:29:06 PST 2004', '2004-01-05T00:29:06.000Z'],
    ['Sunday, January 4th, 2004 at 7:48 p.m.', '2004-01-04T19:48:00.000Z'],
    ['2026-06-23T21:52:06Z', '2026-06-23T21:52:06.000Z'],
    ['2026-06-23T21:52:06.1239+02:00', '2026-06-23T19:52:06.123Z'],
    ['2026-06-23 09:52 PM', '2026-06-23T21:52:00.000Z'],
    ['1782251526', '2026-06-23T21:52:06.000Z'],
    ['1782251526000', '2026-06-23T21:52:06.000Z'],
    ['2026-06-23 21:52:06', '2026-06-23T21:52:06.000Z'],
    ['20260623T215206Z', '2026-06-23T21:52:06.000Z'],
    ['2026-06', '2026-06-01T00:00:00.000Z'],
    ['2026', '2026-01-01T00:00:00.000Z'],
    ['2003-12-31T24:00:00Z', '2004-01-01T00:00:00.000Z'],
    ['01/31/2004 10:00:00 AM', '2004-01-31T10:00:00.000Z'],
    ['31/01/2004', '2004-01-31T00:00:00.000Z'],
    ['31.01.2004 12:00', '2004-01-31T12:00:00.000Z'],
    ['mar. 12 févr. 2014 10:00', '2014-02-12T10:00:00.000Z'],
    ['Mi, 12 Mär 2014 10:00:00 +0100', '2014-03-12T09:00:00.000Z'],
    ['Κυρ, 11 Ιούλ 2004 12:00:00 EST', '2004-07-11T17:00:00.000Z'],
    ['Sat, 23 Nov 2024 7:8:9 GMT', '2024-11-23T07:08:09.000Z'],
    ['Sat, 23 Nov 2024 17:08:09 -0500 GMT', '2024-11-23T22:08:09.000Z'],
    ['Sat, 23 Nov 2024 17:08:09 MEST', '2024-11-23T15:08:09.000Z'],
    ['Sat, 23 Nov 2024 17:08:09 ET', '2024-11-23T22:08:09.000Z'],
    ['2024-11-23T17:08:09-05:00Z', '2024-11-23T22:08:09.000Z'],
    ['2024-11-23T17:08:09-05:00:00', '2024-11-23T22:08:09.000Z'],
    ['11-23-2024', '2024-11-23T00:00:00.000Z'],
    ['Sat, 11 23 2024 17:08:09', '2024-11-23T17:08:09.000Z'],
    ['Nov. 2024', '2024-11-01T00:00:00.000Z'],
    ['2004년 05월 28일 01:31:15', '2004-05-28T01:31:15.000Z'],
  ])('%s', (text, expected) => {
    expect(new Date(parseDate(text) ?? NaN).toISOString()).toBe(expected);
  });
});

describe('a date is refused', () => {
  test.each(['', 'yesterday', '0001-01-01T00:00:00Z', '2026-13-01', '99', '1 '.repeat(1000)])('%j', (text) => {
    expect(parseDate(text)).toBeUndefined();
  });
});

test('whatever JavaScript writes as a date is read again', () => {
  const date = fc.date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(date, (when) => {
      const seconds = Math.floor(when.getTime() / 1000) * 1000;
      expect(parseDate(when.toISOString())).toBe(when.getTime());
      expect(parseDate(when.toUTCString())).toBe(seconds);
    }),
  );
});

test('no text is ever an error', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseDate(text)));
});
