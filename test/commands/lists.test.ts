import { expect, test } from 'vitest';
import { tagNames } from '../../commands/lists.ts';

test('a tag that turns its line round or hides signs is shown without them', () => {
  expect(tagNames(['evil\u202Egat', 'ru\u200Bst', 'two\nlines'])).toEqual(['#evilgat', '#rust', '#two lines']);
});
