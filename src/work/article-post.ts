import type { Post } from '../discord/post.ts';
import { articleMessage } from '../format/message.ts';
import { plainTitleOf } from '../format/title.ts';
import type { Delivery } from '../model/delivery.ts';

/** What a delivery posts. */
export function articlePost({
  article,
  feed,
  look,
  pings,
}: Pick<Delivery, 'article' | 'feed' | 'look' | 'pings'>): Post {
  return {
    message: articleMessage(article, feed, { look, pings }),
    title: plainTitleOf(article, feed),
    tags: article.tags,
  };
}
