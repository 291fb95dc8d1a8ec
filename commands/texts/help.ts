/** What `/help` says. `of` writes a command so that a member can press it. */
export const helpTexts = {
  description: 'What Herald can do, command by command',
  title: 'What Herald can do',
  start: (of: (command: string) => string) =>
    `I watch feeds and bring their new articles here. To begin, look at ${of('tags')} for what is written about and subscribe ` +
    `with a button, or find something in past articles with ${of('search')}.`,
  forManagers: 'For those who manage the server',
  forEveryone: 'For everyone',
  inDirectMessages: 'In direct messages',
} as const;
