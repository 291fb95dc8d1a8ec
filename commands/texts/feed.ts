const counted = (count: number, thing: string) => (count === 1 ? `1 ${thing}` : `${count} ${thing}s`);

/** What `/feed` says. Names of feeds come as Markdown, channels and roles as ids. */
export const feedTexts = {
  description: 'The feeds of this server',
  options: {
    feed: 'The feed: type a part of its name',
    channel: 'Where its articles are posted; this channel when you leave it out',
    tag: 'Only articles with one of these tags, for example: rust, wasm',
    except: 'No articles with one of these tags',
    ping: 'A role to ping with each article',
  },

  add: {
    description: 'Post the articles of a site or feed in a channel',
    url: 'The address of a site or of its feed, for example https://dev.to/t/rust',
    several: (count: number) => `I found ${count} feeds there. Which one do you want?`,
    choose: 'Choose a feed',
    would: (feed: string, channel: string, rule: string) => `${feed} would be posted in <#${channel}>${rule}.`,
    looks: 'Its newest article would look like this:',
    noneFits: 'None of its articles now has these tags. This is its newest one, which would not be posted:',
    empty: 'It has no articles yet: the first one to appear will be posted.',
    add: 'Add',
    addLatest: 'Add and post the latest',
    cancel: 'Cancel',
    cancelled: 'Nothing was added.',
    added: (feed: string, channel: string, rule: string) =>
      `Added ${feed}: its new articles are posted in <#${channel}>${rule}.`,
    latest: {
      owed: 'Its latest article is on its way.',
      there: 'Its latest article was posted there before, so I did not post it again.',
      none: 'None of its articles fits yet, so there is nothing to post now.',
    },
    already: (feed: string, channel: string) =>
      `${feed} is posted in <#${channel}> already. Change what is posted with \`/feed edit\`, or add it to another channel.`,
    again: (feed: string, channel: string, rule: string) =>
      `I take <#${channel}> up again: new articles of ${feed} are posted there${rule}. Change what is posted with \`/feed edit\`.`,
    tooManyFeeds: (limit: number) =>
      `This server has ${counted(limit, 'feed')}, and that is the limit here. Remove one with \`/feed remove\` first.`,
    tooManySubscriptions: (limit: number) =>
      `The channels of this server have ${counted(limit, 'subscription')}, and that is the limit here. End one first: \`/subscriptions\` lists them.`,
  },

  list: {
    description: 'All feeds, where they go and whether they work',
    title: (count: number) => `Feeds (${count})`,
    legend: '🟢 works · 🔴 fails · ⏸️ paused · ⚫ no longer posted there',
    marks: { works: '🟢', fails: '🔴', paused: '⏸️', stopped: '⚫' },
    nowhere: 'posted nowhere',
    byTags: 'only what subscriptions to tags ask for',
    more: (count: number) => `and ${count} more`,
  },

  remove: {
    description: 'Stop posting a feed, and forget its subscriptions',
    ask: (feed: string, subscriptions: number) =>
      `Remove ${feed}? ${subscriptions === 0 ? 'Nobody is subscribed to it.' : `This ends ${counted(subscriptions, 'subscription')}.`} What was posted stays.`,
    remove: 'Remove',
    keep: 'Keep it',
    kept: (feed: string) => `${feed} stays.`,
    removed: (feed: string) => `Removed ${feed}.`,
    fixed: (feed: string) =>
      `${feed} is set by the host of this bot (FEED_URL), so only they can remove it. You can stop it with \`/feed pause\`.`,
  },

  pause: {
    description: 'Post nothing of a feed until you resume it',
    paused: (feed: string) => `Paused ${feed}: nothing of it is posted until you resume it.`,
    already: (feed: string) => `${feed} is paused already.`,
    pause: 'Pause',
  },

  resume: {
    description: 'Post a paused feed again',
    resumed: (feed: string) => `Resumed ${feed}: what is new from now on is posted. What came meanwhile is not.`,
    resumedFailing: (feed: string, error: string) => `Resumed ${feed}, but I could not read it: ${error}`,
    already: (feed: string) => `${feed} is not paused.`,
    resume: 'Resume',
  },

  mend: {
    retry: 'Try again',
    readdress: 'Change the address',
    address: 'Where the feed, or its site, is now',
    moved: (feed: string) => `${feed} has its new address now: what is new from now on is posted.`,
    done: (outcome: string, member: string) => `✅ ${outcome} (<@${member}>)`,
    fixed: (feed: string) =>
      `${feed} is set by the host of this bot (FEED_URL), so only they can change its address. Add the new one with \`/feed add\`.`,
    works: (feed: string) => `${feed} can be read again: its new articles are posted as before.`,
    fails: (feed: string, error: string) => `I asked ${feed} again, and still could not read it: ${error}`,
  },

  edit: {
    description: 'Change where a feed is posted, its tags or its ping',
    channel: 'Move it to this channel',
    tag: 'Only articles with one of these tags; write - for all articles',
    except: 'No articles with one of these tags; write - for no exception',
    ping: 'A role to ping with each article; a button takes it away',
    nowhere: (feed: string) => `${feed} is posted nowhere. Run \`/feed add\` to choose a channel for it.`,
    which: (feed: string) => `${feed} is posted in several places. Which one do you mean?`,
    choose: 'Choose a place',
    now: (feed: string, channel: string, rule: string) => `${feed} is posted in <#${channel}>${rule}.`,
    changed: (feed: string, channel: string, rule: string) => `Changed: ${feed} is now posted in <#${channel}>${rule}.`,
    hint: 'To change it, fill in `channel`, `tag`, `except` or `ping`.',
    unping: 'Stop pinging',
    allArticles: 'Post all articles',
    ended: 'This subscription has ended meanwhile. `/feed list` shows what there is.',
    fixed: (feed: string) =>
      `${feed} is led to this channel by the host of this bot (FEED_URL), so only they can change it. Add it to another channel with \`/feed add\`.`,
  },

  info: {
    description: 'How a feed is doing, and where it goes',
    address: 'Address',
    state: 'State',
    states: {
      paused: (since: string) => `⏸️ Paused ${since}`,
      disabled: (since: string, reason: string) =>
        `⛔ I stopped asking ${since}: ${reason}\nIf that is mended, press **Try again**; otherwise change its address or remove it.`,
      fails: (since: string, error: string) => `🔴 Fails since ${since}: ${error}`,
      works: '🟢 Works',
    },
    polls: 'Looked at',
    polled: (last: string, next: string | undefined) => `Last ${last}${next === undefined ? '' : `, next ${next}`}`,
    never: 'not yet',
    pace: 'Articles',
    paces: {
      none: 'None in the last 7 days',
      rare: (aWeek: number) => `About ${aWeek} a week`,
      often: (aDay: number) => `About ${aDay} a day`,
    },
    waiting: (count: number) => ` · ${count} waiting to be posted`,
    behind: (count: number) =>
      `\n${count} in all had left the feed before I looked; I found ${count === 1 ? 'it' : 'them'} on its older pages`,
    missed: (when: string) => `\n⚠️ Some may have been missed ${when}: more came between two looks than the feed shows`,
    goes: 'Goes to',
    nowhere: 'Nowhere. Choose a channel with `/feed add`.',
    directly: (count: number) => `${counted(count, 'member')}, by direct message`,
    everyFeed: (count: number) =>
      `what ${counted(count, 'subscription')} to all feeds ${count === 1 ? 'asks' : 'ask'} for`,
    closed: (reason: string) => `stopped: ${reason}`,
    added: 'Added',
    by: (member: string, when: string) => `${when} by <@${member}>`,
    byHost: (when: string) => `${when} by the host of this bot`,
  },

  test: {
    description: 'Show the newest article as it is posted, to you or in a channel',
    channel: 'Post it in this channel, for everyone; only you see it when you leave this out',
    shown: (feed: string) => `The newest article of ${feed}, as it is posted. Only you see this.`,
    empty: (feed: string) => `${feed} has no articles yet. Try again when it has published one.`,
    posted: (feed: string, channel: string) => `Posted the newest article of ${feed} in <#${channel}>.`,
    failed: (channel: string, reason: string) => `I could not post in <#${channel}>: ${reason}`,
    test: 'Show the newest article',
  },

  rule: {
    tags: (tags: string) => `only articles tagged ${tags}`,
    except: (tags: string) => `none tagged ${tags}`,
    author: (name: string) => `only articles by ${name}`,
    ping: (role: string) => `pinging <@&${role}>`,
    or: ' or ',
  },
} as const;
