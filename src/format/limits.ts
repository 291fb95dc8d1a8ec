/**
 * What Discord takes, in Unicode code points after trimming:
 * https://discord.com/developers/docs/resources/message#embed-object-embed-limits
 */
export const LIMITS = {
  content: 2000,
  title: 256,
  description: 4096,
  fieldName: 256,
  fieldValue: 1024,
  footer: 2048,
  author: 256,
  /** Of an address. */
  url: 2048,
  /** Of all texts of all embeds of a message together. */
  embeds: 6000,
} as const;

/**
 * What Herald shows of an article: the measure is a channel in which many read on their phones. Chosen so that their sum, with
 * the title, the tags and the author at Discord's limits, stays below that of the whole embed.
 */
export const SHOWN = {
  /** Of the description as it reads. */
  letters: 480,
  lines: 10,
  /** The same of a compact post: two lines on a phone or so. */
  compactLetters: 140,
  /** Of the description as it is written, with the addresses of its links; the article's own may have to join them. */
  description: 2000,
  tags: 8,
  tag: 40,
  footer: 100,
  authors: 3,
  /** Roles that one post pings: all subscriptions that lead to it together. */
  pings: 20,
  /** Of a title that had to be taken from the text. */
  borrowedTitle: 100,
  /** Of what the store keeps of a body: some of what a description could show is left out there, as pictures are. */
  stored: 2400,
} as const;
