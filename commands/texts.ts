import { sharedTexts } from './texts/shared.ts';

/** Every sentence that commands say, so that they are found, and one day translated, in one place. */
export const texts = {
  ...sharedTexts,
  help: {
    description: 'What Herald can do, command by command',
    title: 'What Herald can do',
    forManagers: 'For those who manage the server',
    forEveryone: 'For everyone',
  },
} as const;
