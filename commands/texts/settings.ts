/** What `/settings` and `/status` say. Tags, feeds and reasons come as Markdown, channels as ids, instants as Discord shows them. */
export const settingsTexts = {
  settings: {
    description: 'How Herald works in this server',

    show: {
      description: 'What is set in this server',
      title: 'Settings of this server',
      notices: 'Notices',
      noticesTo: (channel: string) => `<#${channel}>`,
      noNotices: 'Nowhere. Choose a channel with `/settings notices`.',
      look: 'Look of the posts',
      voice: 'Name of the posts',
      publish: 'Announcements',
      hourly: 'Posts an hour',
      atMost: (posts: number) => `At most ${posts} in each channel; the others wait`,
      asHost: 'No limit of this server. Set one with `/settings hourly`.',
      aliases: 'Tags that are one',
      noAliases: 'None. Join two with `/settings alias-add`.',
      more: (count: number) => `and ${count} more: \`/settings alias-list\``,
      choose: 'Choose another look',
    },

    notices: {
      description: 'Choose the channel where admins are told what they should know',
      channel: 'The channel; leave it out to be told nowhere',
      set: (channel: string) =>
        `Notices for those who manage this server go to <#${channel}>: a feed that I stopped asking for, a channel in which I can no longer post.`,
      unset: 'Notices go nowhere from now on. Choose a channel with `/settings notices` to get them again.',
    },

    look: {
      description: 'Choose how posts look: full, compact or just the link',
      look: 'How posts look',
      names: { full: 'Full', compact: 'Compact', link: 'Link' },
      descriptions: {
        full: 'A card with text, tags and picture',
        compact: 'A small card with a line or two',
        link: 'The title as a link, with what Discord itself shows of it',
      },
      set: (name: string) => `Posts in this server look like this from now on (${name}):`,
      setWithout: (name: string) => `Posts in this server have this look from now on: ${name}.`,
    },

    voice: {
      description: 'Choose whether posts bear the name and picture of their feed',
      option: 'As whom I post',
      names: { herald: 'As Herald', feed: 'As the feed: its own name and picture' },
      asHerald: 'I post under my own name from now on.',
      asFeed:
        'Posts bear the name and the picture of their feed from now on. For that I need **Manage Webhooks** in each channel; where I lack it, and in forums and direct messages, I post under my own name.',
      lacking: (channel: string) => `I lack it in <#${channel}>.`,
    },

    publish: {
      description: 'Choose whether posts in announcement channels are published to the servers that follow them',
      option: 'Whether I publish',
      names: { on: 'Publish', off: 'Do not publish' },
      on: 'I publish my posts in announcement channels from now on. Discord takes about ten an hour in each channel: the rest follow later, for half a day at most.',
      off: 'I publish nothing from now on.',
    },

    hourly: {
      description: 'Choose how many posts each channel gets in an hour at most',
      posts: 'The most posts in an hour; leave it out for no limit of your own',
      set: (posts: number) =>
        `Each channel gets at most ${posts === 1 ? '1 post' : `${posts} posts`} in an hour from now on. What is more waits its turn, and nothing is dropped; \`/status\` shows what waits.`,
      unset: 'This server has no limit of its own any more. What waited because of it follows now.',
    },

    aliasAdd: {
      description: 'Make two tags one, as js and javascript',
      tag: 'The other name of the tag, for example: js',
      means: 'The tag that it means, for example: javascript',
      added: (tag: string, means: string) =>
        `${tag} and ${means} are one tag here now, in subscriptions and in searches.`,
      instead: (tag: string, before: string) => `${tag} stands for ${before} no more.`,
      joined: (tag: string, means: string) =>
        `${tag} and ${means} are one tag here already. \`/settings alias-list\` shows what joins them.`,
      same: (tag: string) =>
        `${tag} is the same tag in both boxes already: case, spaces, dots and hyphens make no difference.`,
      noTag: 'Name two tags, for example `js` and `javascript`.',
      tooMany: (limit: number) =>
        `This server has joined ${limit} tags, and that is the limit. Part two with \`/settings alias-remove\` first.`,
    },

    aliasRemove: {
      description: 'Make two joined tags two again',
      tag: 'The other name: choose it from the list',
      removed: (tag: string, means: string) => `${tag} and ${means} are two tags again.`,
      stillJoined: (tag: string, means: string, left: string) =>
        `${tag} = ${means} is gone, but the two are still one tag here, by ${left}. Part these too, and they are two.`,
      unknown:
        'There is no such name here. Choose one from the list that appears while you type, or look at `/settings alias-list`.',
    },

    aliasList: {
      description: 'All tags that are one in this server',
      title: (count: number) => `Tags that are one (${count})`,
      none: 'No tags are joined in this server. Join two with `/settings alias-add`, as js and javascript.',
      line: (tag: string, means: string) => `${tag} = ${means}`,
    },

    undo: 'Undo',
  },

  status: {
    description: 'Whether all works: feeds that fail, posts that wait',
    well: 'All is well',
    wellText: (last: string) => `Every feed works, and no post waits. The last article was posted ${last}.`,
    wellNothingYet: 'Every feed works, and no post waits. Nothing has been posted in a channel here yet.',
    trouble: 'What needs a look',
    last: (last: string) => `The last article was posted ${last}.`,
    failing: 'Feeds that fail',
    fails: (feed: string, since: string, reason: string) => `🔴 ${feed}, since ${since}: ${reason}`,
    failingHint: 'I keep asking them. `/feed info` shows more to those who manage this server.',
    disabled: 'Feeds that I stopped asking',
    gaveUp: (feed: string, since: string, reason: string) => `⛔ ${feed}, since ${since}: ${reason}`,
    disabledHint: 'Those who manage this server can try again, or remove them, with `/feed info`.',
    rests: (until: string) =>
      `⏸️ All posting rests, and goes on ${until}: Discord has refused too many of my calls. Nothing is lost meanwhile.`,
    waiting: 'Posts that wait',
    waits: (place: string, count: number, since: string) =>
      `🟡 ${place}: ${count === 1 ? '1 article' : `${count} articles`}, since ${since}`,
    untried: 'they are about to be posted',
    nextTry: (when: string) => `next try ${when}`,
    channel: (id: string) => `<#${id}>`,
    direct: 'direct messages',
    stopped: 'Channels that I no longer post in',
    stops: (place: string, since: string, reason: string) => `⚫ ${place}, since ${since}: ${reason}`,
    stoppedHint: 'When that is mended, `/feed add` or `/subscribe` with that channel takes it up again.',
    more: (count: number) => `… and ${count} more`,
    unknownReason: 'the reason is not known',
  },
} as const;
