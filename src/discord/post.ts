import type { APIMessage, RESTPostAPIChannelMessageJSONBody } from 'discord-api-types/v10';

/** What is posted in a place: a message, and what some kinds of places show besides. */
export interface Post {
  readonly message: RESTPostAPIChannelMessageJSONBody;
  /** What a forum calls the post, in plain text of any length. */
  readonly title: string;
  /** What the article is about: a forum's own tags are chosen by them. */
  readonly tags: readonly string[];
  /** As whom it is said, where a server wants its feeds to speak for themselves. */
  readonly voice?: Voice;
  /**
   * Whether a message of ours lists what is posted here among others: then it is there already.
   *
   * @param firstAt when the first try began, in epoch milliseconds.
   */
  readonly isListedIn?: (there: APIMessage, firstAt: number) => boolean;
}

export interface Voice {
  readonly name: string;
  /** The address of a picture. */
  readonly picture: string | undefined;
}
