import type { Post } from '../discord/post.ts';
import { foldMessage } from '../format/fold.ts';
import { isListed } from '../format/listed.ts';
import { feedName } from '../format/embed.ts';
import { linkUrl } from '../format/escape.ts';
import { articleMessage } from '../format/message.ts';
import { plainTitleOf } from '../format/title.ts';
import type { Delivery } from '../model/delivery.ts';

type Single = Pick<Delivery, 'article' | 'feed' | 'look' | 'pings'> & Partial<Pick<Delivery, 'asFeed'>>;

/** What a delivery posts: its article, or all that are folded with it. */
export function deliveryPost(delivery: Single & Pick<Delivery, 'id' | 'folded'>): Post {
  const single = articlePost(delivery);
  const { id, folded } = delivery;
  if (folded.length === 0) return { ...single, isListedIn: (there, firstAt) => isListed(there, delivery, firstAt) };
  return { ...single, message: foldMessage([delivery, ...folded], id, delivery) };
}

/** One article as a post. */
export function articlePost({ article, feed, look, pings, asFeed = false }: Single): Post {
  return {
    message: articleMessage(article, feed, { look, pings }),
    title: plainTitleOf(article, feed),
    tags: article.tags,
    ...(asFeed && { voice: { name: feedName(feed), picture: linkUrl(feed.icon) } }),
  };
}
