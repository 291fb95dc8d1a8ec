/** What `/search`, `/latest` and `/tags` say. */
export const searchTexts = {
  search: {
    description: 'Find articles among all that the feeds of this server have brought',
    words: 'What to look for: words, "exact phrases", -without, this or that',
    tag: 'Only articles with this tag',
    author: 'Only articles by this author',
    feed: 'Only articles of this feed',
    since: 'Only articles of this time',
    day: 'the last day',
    week: 'the last week',
    month: 'the last month',
    year: 'the last year',
    title: (words: string) => `Results for “${words}”`,
    tryOther: 'Try fewer or other words',
  },
  latest: {
    description: 'The newest articles of the feeds of this server',
    title: 'The newest articles',
    foldGone: 'These articles are no longer stored. `/latest` shows the newest ones.',
    waitForFirst: 'Articles appear here as soon as the feeds have been read.',
  },
  tags: {
    description: 'What is written about here, this week against the weeks before',
    title: 'What is written about here',
    intro: 'This week against the four weeks before. Press a tag to get its new articles by direct message.',
    line: (arrow: string, tag: string, thisWeek: number, before: number) =>
      `${arrow} **${tag}** · ${counted(thisWeek)} this week, ${perWeek(before)}`,
    none: 'No article of the last week has a tag. `/latest` shows the newest articles.',
  },
  results: {
    by: (author: string) => `by ${author}`,
    posted: 'posted here',
    stories: {
      waits: (channel: string, reason: string) => `🟡 waits to be posted in <#${channel}>: ${reason}`,
      skipped: (channel: string, reason: string) => `⏭️ kept back from <#${channel}>: ${reason}`,
      abandoned: (channel: string, reason: string) => `⛔ given up in <#${channel}>: ${reason}`,
      onItsWay: 'it is about to be.',
    },
    share: 'Show everyone',
    sharedBy: (userId: string) => `<@${userId}> shows you what I found:`,
    none: (words: string | undefined) =>
      words === undefined ? 'I found nothing.' : `I found nothing about **${words}**.`,
    tryWider: 'Try it without what narrows it, choose names from the lists that appear while you type',
    seeTags: 'or look at `/tags` for what is written about here.',
    nothingOfYours:
      'In direct messages I look through the feeds that you subscribed to. Subscribe to a tag with `/subscribe` in a server where I am.',
  },
} as const;

function counted(articles: number): string {
  return articles === 1 ? '1 article' : `${articles} articles`;
}

function perWeek(before: number): string {
  if (before === 0) return 'none before';
  return before < 1 ? 'less than one a week before' : `${Math.round(before)} a week before`;
}
