/** What `/help` says. `of` writes a command so that a member can press it. */
export const helpTexts = {
  description: 'What Herald can do, command by command',
  title: 'What Herald can do',
  start: (of: (command: string) => string) =>
    `I watch feeds and bring their new articles here. To begin, look at ${of('tags')} for what is written about and subscribe ` +
    `with a button, or find something in past articles with ${of('search')}.`,
  startWithout: (of: (command: string) => string) =>
    `I watch feeds and bring their new articles here. To begin, add the first one with ${of('feed add')}: the address of a site ` +
    'is enough.',
  startDirectly: (of: (command: string) => string) =>
    `What you subscribe to in a server comes to you here. ${of('search')} finds something in the articles of those feeds, and ` +
    `${of('subscriptions')} shows what you get, with a button to end each.`,
  forManagers: 'For those who manage the server',
  forEveryone: 'For everyone',
  inDirectMessages: 'In direct messages',
} as const;
