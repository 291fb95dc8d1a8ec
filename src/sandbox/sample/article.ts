/** What the sample feed is asked to publish. `html` is shown as it is, so links in it that begin with `/` are the sandbox's. */
export interface Draft {
  readonly title: string;
  readonly author?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly html?: string | undefined;
}

/** An article in the sample feed. */
export interface SampleArticle {
  /** The last part of its address: no other article of this or an earlier run has it. */
  readonly slug: string;
  readonly title: string;
  readonly author: string | undefined;
  readonly tags: readonly string[];
  readonly html: string;
  /** Epoch milliseconds. */
  readonly publishedAt: number;
}

/** The address of an article's page, without the server. */
export function articlePath(article: Pick<SampleArticle, 'slug'>): string {
  return `/sandbox/articles/${article.slug}`;
}
