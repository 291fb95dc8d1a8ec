import { oneLine } from '../lib/text.ts';
import type { Notice } from '../model/notice.ts';
import { buttonRow } from './button.ts';
import { escapeWithin, link } from './escape.ts';
import type { Message } from './message.ts';

const MAX_NAME = 200;
const MAX_REASON = 500;

/** What a server's admins are told: what happened, why, and what to do. It pings nobody. */
export function noticeMessage({ about, reason }: Notice): Message {
  const why = escapeWithin(oneLine(reason), MAX_REASON);
  return {
    content: sentence(about, why),
    ...(about.kind === 'feed' && { components: [buttons(about.feed.id)] }),
    allowed_mentions: { parse: [] },
  };
}

function sentence(about: Notice['about'], why: string): string {
  switch (about.kind) {
    case 'feed':
      return ofFeed(about.feed, why);
    case 'channel':
      return ofChannel(about.channelId, why);
    case 'article': {
      const title = escapeWithin(oneLine(about.title), MAX_NAME) || 'an article';
      const name = link(title.replace(/https?:\/\//g, ''), about.link ?? '');
      return `⚠️ I could not post **${name}** in <#${about.channelId}>. ${why}\n\`/search\` shows what became of an article. If more can't be posted there, I tell you tomorrow again.`;
    }
  }
}

type ToldFeed = Extract<Notice['about'], { kind: 'feed' }>['feed'];

function ofFeed({ title, link, url }: ToldFeed, why: string): string {
  const name = escapeWithin(oneLine(title ?? '') || (URL.parse(link ?? url)?.host ?? 'a feed'), MAX_NAME);
  return `⛔ I stopped asking for **${name}**. ${why}\nWho manages this server can try again, tell me its new address, or remove it.`;
}

function ofChannel(channelId: string, why: string): string {
  return `⛔ I stopped posting in <#${channelId}>. ${why}\nOnce that is mended, \`/feed add\` or \`/subscribe\` with that channel takes it up again.`;
}

/** Actions of `/feed`. */
function buttons(feed: number) {
  const press = (to: string) => ({ press: { to, carry: { feed, notice: true } }, managersOnly: true });
  return buttonRow(
    { label: 'Try again', look: 'success', ...press('feed.retry') },
    { label: 'Change the address', ...press('feed.askAddress') },
    { label: 'Remove', look: 'danger', ...press('feed.remove') },
  );
}
