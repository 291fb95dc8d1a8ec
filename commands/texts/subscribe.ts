/** What `/subscribe`, `/unsubscribe` and `/subscriptions` say. Tags, authors and feeds come as Markdown, channels as ids. */
export const subscribeTexts = {
  subscribe: {
    description: 'Get the articles with a tag, by direct message or in a channel',
    tag: 'One or several tags, for example: rust, wasm',
    except: 'No articles with one of these tags',
    author: 'Only articles by this author',
    feed: 'Only articles of this feed; of all feeds here when you leave it out',
    channel: 'Post them in this channel; you get them by direct message when you leave it out',
    ping: 'A role to ping with each article, in a channel',
    noTag: 'Name at least one tag, for example `rust`. `/tags` shows what is written about here.',
    notManager:
      'Only members with **Manage Server** may subscribe a channel. Leave `channel` out, and the articles come to you by direct message.',
    pingNeedsChannel: 'A role can be pinged in a channel only: choose a `channel` too, or leave `ping` out.',
    direct: (articles: string) => `From now on, ${articles} come to you by direct message.`,
    inChannel: (articles: string, channel: string, ping: string) =>
      `From now on, ${articles} are posted in <#${channel}>${ping}.`,
    pinging: (role: string) => `, pinging <@&${role}>`,
    greeting: (articles: string) =>
      `From now on, I send you ${articles} here. \`/subscriptions\` lists what you get, with a button to end each.`,
    already: (articles: string) => `You are subscribed to that already: ${articles} come to you by direct message.`,
    alreadyInChannel: (articles: string, channel: string, ping: string) =>
      `That channel is subscribed already: ${articles} are posted in <#${channel}>${ping}.`,
    closed:
      "I can't send you direct messages. Allow them for this server (press its name, then **Privacy Settings** > **Direct Messages**), and make sure that you have not blocked me. Then press **Try again**.",
    tryAgain: 'Try again',
    unreachable: 'Discord did not let me reach you just now. Try again in a minute.',
    tooManyOfMember: (limit: number) =>
      `You have ${limit} subscriptions by direct message, in all servers together, and that is the limit. End one first: \`/subscriptions\` lists them all when you send it to me in a direct message.`,
    tooManyOfServer: (limit: number) =>
      `The channels of this server have ${limit} subscriptions, and that is the limit. End one first: \`/subscriptions\` lists them.`,
    unknown: (tags: string, several: boolean) =>
      several ? `No article here has had the tags ${tags} so far.` : `No article here has had the tag ${tags} so far.`,
    unknownAuthor: (author: string) => `No article here has been by **${author}** so far.`,
    didYouMean:
      'Did you mean one of these? You can also subscribe all the same: should such an article appear, you get it.',
    allTheSame:
      'You can subscribe all the same: should such an article appear, it comes. `/tags` shows what is written about here.',
    noFeeds:
      'There are no feeds here yet, so nothing will come until someone who manages this server adds one with `/feed add`.',
    anyway: 'Subscribe anyway',
    undo: 'Undo',
    end: 'End it',
  },

  unsubscribe: {
    description: 'End a subscription',
    tag: 'The subscription: choose it from the list, or type its tag',
    channel: 'A channel whose subscription you want to end; needs Manage Server',
    unknown:
      'You have no such subscription. Choose one from the list that appears while you type, or look at `/subscriptions`.',
    unknownInChannel: (channel: string) =>
      `<#${channel}> has no such subscription. \`/unsubscribe\` with nothing but the channel lists what it has.`,
    several: 'Several subscriptions have that tag. Which one do you want to end?',
    choose: 'Choose a subscription',
    inPlace: (channel: string, articles: string) => `#${channel}: ${articles}`,
    ended: (articles: string) => `Ended: ${articles} no longer come to you.`,
    endedInChannel: (articles: string, channel: string) => `Ended: ${articles} are no longer posted in <#${channel}>.`,
    gone: 'This subscription has ended already. `/subscriptions` shows those that there are.',
    notYours: 'Only members with **Manage Server** may change the subscriptions of a channel.',
    fixed:
      'This subscription is set by the host of this bot (FEED_URL), so only they can end it. You can stop its feed with `/feed pause`.',
  },

  subscriptions: {
    description: 'What you are subscribed to, with a button to end each',
    title: (count: number) => `Subscriptions (${count})`,
    none: 'You have no subscriptions. Get the articles with a tag by `/subscribe`; `/tags` shows what is written about here.',
    noneInChannel: (channel: string) =>
      `<#${channel}> has no subscriptions. Subscribe it to a tag with \`/subscribe\`.`,
    noneDirect: 'You have no subscriptions. Subscribe to a tag with `/subscribe` in a server where I am.',
    direct: 'by direct message',
    inChannel: (channel: string) => `in <#${channel}>`,
    stopped: (when: string, reason: string) => `⚠️ stopped ${when}: ${reason}`,
    fixed: 'set by the host of this bot',
    end: (number: number) => `End ${number}`,
    paused: (when: string) =>
      `⏸️ Your subscriptions by direct message pause since ${when}, because you no longer take messages from me. Allow them for this server (press its name, then **Privacy Settings** > **Direct Messages**), then press **Resume**.`,
    resume: 'Resume',
    resumed: 'Your subscriptions by direct message go on: the next articles come to you.',
    greeting: 'I am back: your subscriptions go on here. `/subscriptions` lists them, with a button to end each.',
  },

  articles: {
    all: 'all articles',
    tagged: (tags: string) => `articles tagged ${tags}`,
    by: (author: string) => ` by ${author}`,
    of: (feed: string) => ` of ${feed}`,
    except: (tags: string) => ` (none tagged ${tags})`,
    or: ' or ',
  },
} as const;
