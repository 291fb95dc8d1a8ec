/** What Herald says about a command as such; what commands say stands in `commands/texts.ts`. */
export const texts = {
  unknownCommand: 'This version of Herald no longer knows that command. Type `/help` to see what it knows.',
  blank: (option: string) => `There is nothing in \`${option}\`. Run the command again, and fill it in.`,
  expired: 'This button has expired. Run the command again to get a fresh one.',
  notYours: 'Only the member who ran the command may press this. Run it yourself to get a button of your own.',
  noLonger: 'This needs Manage Server, which you do not have here. Ask somebody who manages this server.',
  slow: 'That took me too long. Press it once more.',
  tooMany: (seconds: number) => `That was a lot at once. Try again in ${seconds} s.`,
  broken: (reference: string) =>
    `Something went wrong in Herald, and it is not your fault. Try again; if it happens once more, give the bot's host this reference: \`${reference}\``,
} as const;
