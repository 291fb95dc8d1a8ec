/** What several commands say. */
export const sharedTexts = {
  pages: {
    previous: 'Previous',
    next: 'Next',
    at: (page: number) => `Page ${page + 1}`,
    of: (page: number, pages: number) => `Page ${page + 1} of ${pages}`,
  },
  rights: {
    view: 'View Channel',
    send: 'Send Messages',
    sendInThreads: 'Send Messages in Threads',
    createPosts: 'Create Posts',
    embed: 'Embed Links',
    missing: (channelId: string, names: readonly string[]) =>
      `I can't post in <#${channelId}> yet: I lack ${names.map((name) => `**${name}**`).join(', ')} there. Give my role that under Edit Channel > Permissions, then run the command again.`,
    everyone: 'I never ping everyone. Choose another role for `ping`, one that members take to be told of articles.',
    otherKind: (channelId: string, takesForums: boolean) =>
      `I can't post in <#${channelId}>: choose a text channel, an announcement channel${takesForums ? ', a thread or a forum' : ' or a thread'}.`,
  },
  feeds: {
    none: (mayManage: boolean) =>
      mayManage
        ? 'There are no feeds here yet. Add the first one with `/feed add`.'
        : 'There are no feeds here yet. Someone who manages this server can add one with `/feed add`.',
    unknown: 'There is no such feed here. Type a part of its name and choose it from the list that appears.',
  },
} as const;
