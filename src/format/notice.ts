import type { Notice } from '../model/notice.ts';
import { oneLine } from '../lib/text.ts';
import { escapeWithin } from './escape.ts';
import type { Message } from './message.ts';

const MAX_NAME = 200;
const MAX_REASON = 500;

/** What a server's admins are told: what happened, why, and what to do. It pings nobody. */
export function noticeMessage({ about, reason }: Notice): Message {
  return { content: sentence(about, escapeWithin(oneLine(reason), MAX_REASON)), allowed_mentions: { parse: [] } };
}

function sentence(about: Notice['about'], why: string): string {
  switch (about.kind) {
    case 'feed': {
      const { title, link, url } = about.feed;
      const name = escapeWithin(oneLine(title ?? '') || (URL.parse(link ?? url)?.host ?? 'a feed'), MAX_NAME);
      return `⛔ I stopped asking for **${name}**. ${why}\n\`/feed info\` shows it, with a button to try again and one to remove it.`;
    }
    case 'channel':
      return `⛔ I stopped posting in <#${about.channelId}>. ${why}\nOnce that is mended, \`/feed add\` or \`/subscribe\` with that channel takes it up again.`;
  }
}
