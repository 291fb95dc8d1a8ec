import { feedTexts } from './texts/feed.ts';
import { helpTexts } from './texts/help.ts';
import { searchTexts } from './texts/search.ts';
import { settingsTexts } from './texts/settings.ts';
import { sharedTexts } from './texts/shared.ts';
import { subscribeTexts } from './texts/subscribe.ts';

/** Every sentence that commands say, so that they are found, and one day translated, in one place. */
export const texts = {
  ...sharedTexts,
  ...searchTexts,
  ...settingsTexts,
  ...subscribeTexts,
  feed: feedTexts,
  help: helpTexts,
} as const;
