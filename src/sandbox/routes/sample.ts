import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { escapeMarkup } from '../markup.ts';
import type { Sample } from '../sample.ts';
import { articlePage } from '../sample/page.ts';
import { picture } from '../sample/picture.ts';
import { freshness, isFresh } from './freshness.ts';

const DraftBody = z.strictObject({
  title: z.string().trim().min(1).max(10_000),
  author: z.string().trim().max(10_000).optional(),
  tags: z.array(z.string().trim().min(1).max(1000)).max(100).optional(),
  html: z.string().max(1_000_000).optional(),
});

// An article's HTML may be anybody's: `sandbox` without a word behind it takes from it scripts, forms and redirects.
const ARTICLE_POLICY = "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; sandbox";

/** The sample feed, the pages and pictures that it leads to, and a way to publish. */
export function sampleRoutes(app: FastifyInstance, sample: Sample): void {
  app.get('/sandbox/feed.xml', (request, reply) => {
    const xml = sample.feedXml();
    const headers = freshness(xml, sample.updatedAt(), Date.now());
    reply.headers({ ...headers, 'cache-control': 'no-cache' });
    if (isFresh(request.headers, headers)) return reply.code(304).send();
    return reply.type('application/rss+xml; charset=utf-8').send(xml);
  });
  app.post('/sandbox/articles', (request, reply) => {
    const draft = DraftBody.safeParse(request.body);
    if (!draft.success) return reply.code(400).send({ error: complaint(draft.error) });
    const { slug, title } = sample.publish(draft.data);
    return reply.code(201).send({ slug, title });
  });
  app.get<{ Params: { slug: string } }>('/sandbox/articles/:slug', ({ params }, reply) => {
    const article = sample.find(params.slug);
    reply.header('content-security-policy', ARTICLE_POLICY).type('text/html; charset=utf-8');
    if (article === undefined)
      return reply.code(404).send(`<!doctype html><p>No article ${escapeMarkup(params.slug)}.`);
    return reply.send(articlePage(article));
  });
  app.get<{ Params: { name: string } }>('/sandbox/pictures/:name([a-z0-9-]{1,60}).png', ({ params }, reply) =>
    reply.type('image/png').header('cache-control', 'max-age=31536000, immutable').send(picture(params.name)),
  );
}

/** Publishes the next sample article again and again, until the server closes. */
export function publishEvery(app: FastifyInstance, sample: Sample, sampleSeconds: number): void {
  const timer = setInterval(() => sample.publishNext(), sampleSeconds * 1000).unref();
  app.addHook('onClose', () => clearInterval(timer));
}

function complaint(error: z.ZodError): string {
  return `An article is {title, author?, tags?, html?}, tags being a list. ${z.prettifyError(error)}`;
}
