import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import type { FastifyInstance } from 'fastify';
import { ADMIN, CHANNELS, MEMBER, OTHER_MEMBER } from '../cast.ts';
import type { Channel } from '../channel.ts';
import type { User } from '../objects.ts';
import { itemsHtml } from '../page/content.ts';
import { renderPage } from '../page/page.ts';
import { updatesFor } from '../page/updates.ts';
import { usableBy } from '../page/usable.ts';
import { seesChannel } from '../page/view.ts';
import type { State } from '../state.ts';

/** Where a page looks, and through whose eyes. */
interface Look {
  Querystring: { channel?: unknown; as?: unknown; before?: unknown };
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

const PEOPLE = [
  { user: ADMIN, part: 'an admin' },
  { user: MEMBER, part: 'a member' },
  { user: OTHER_MEMBER, part: 'another member' },
];

/** A page that takes this much less than it is sent is cut off; it asks for what it missed when it is back. */
const MAX_UNSENT_BYTES = 4_000_000;

/** The sandbox's page at `/`, what it asks for, and its style and script. */
export function pageRoutes(app: FastifyInstance, state: State): void {
  app.get<Look>('/', ({ query }, reply) => {
    const user = userOf(query.as);
    const html = renderPage({ state, user, people: PEOPLE, channel: channelOf(state, query.channel, user) });
    void reply.headers({ 'content-security-policy': POLICY, 'cache-control': 'no-store' });
    return reply.type('text/html; charset=utf-8').send(html);
  });
  app.get<Look>('/sandbox/page/items', ({ query }, reply) => {
    const user = userOf(query.as);
    const before = typeof query.before === 'string' ? query.before : undefined;
    const html = itemsHtml(state, user, channelOf(state, query.channel, user), before);
    return reply
      .header('content-security-policy', "default-src 'none'; sandbox")
      .type('text/html; charset=utf-8')
      .send(html);
  });
  app.get<Look>('/sandbox/page/usable', ({ query }) => {
    const user = userOf(query.as);
    return usableBy(user, channelOf(state, query.channel, user), state);
  });
  eventRoute(app, state);
  fileRoutes(app);
}

/** What changes, as server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html */
function eventRoute(app: FastifyInstance, state: State): void {
  app.get<Look>('/sandbox/page/events', ({ query }, reply) => {
    const user = userOf(query.as);
    const { raw } = reply.hijack();
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    raw.write('retry: 1000\n\n');
    const end = state.watch((change) => {
      for (const update of updatesFor(user, change, state)) raw.write(`data: ${JSON.stringify(update)}\n\n`);
      if (raw.writableLength > MAX_UNSENT_BYTES) raw.destroy();
    });
    raw.on('close', end);
  });
}

/** The styles as one file; the script's files as they are, but for their types. */
function fileRoutes(app: FastifyInstance): void {
  const folder = new URL('../page/', import.meta.url);
  const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
  const named = (part: string, ending: string) =>
    readdirSync(new URL(part, folder)).filter((name) => name.endsWith(ending));
  const css = named('style/', '.css')
    .sort()
    .map((name) => read(`style/${name}`));
  app.get('/sandbox/page.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(css.join('\n')));
  for (const name of named('client/', '.ts')) {
    app.get(`/sandbox/page/client/${name}`, (_request, reply) =>
      reply.type('text/javascript; charset=utf-8').send(stripTypeScriptTypes(read(`client/${name}`))),
    );
  }
}

function userOf(name: unknown): User {
  return PEOPLE.find(({ user }) => user.username === name)?.user ?? ADMIN;
}

/** The channel that is asked for, or the first one when the person does not see it. */
function channelOf(state: State, id: unknown, user: User): Channel {
  const asked = typeof id === 'string' ? state.channel(id) : undefined;
  if (asked !== undefined && seesChannel(user, asked)) return asked;
  const first = state.channel(CHANNELS.text) ?? state.channels().find((channel) => seesChannel(user, channel));
  if (first === undefined) throw new Error('the sandbox has no channel left');
  return first;
}
