import { helpTexts } from './texts/help.ts';
import { sharedTexts } from './texts/shared.ts';

/** Every sentence that commands say, so that they are found, and one day translated, in one place. */
export const texts = {
  ...sharedTexts,
  help: helpTexts,
} as const;
