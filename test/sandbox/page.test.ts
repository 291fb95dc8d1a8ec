import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, BOT, CHANNELS, MEMBER, OTHER_MEMBER } from '../../src/sandbox/cast.ts';
import { EPHEMERAL, LOADING } from '../../src/sandbox/message.ts';
import type { Message, User } from '../../src/sandbox/objects.ts';
import { itemsHtml } from '../../src/sandbox/page/content.ts';
import { messageHtml } from '../../src/sandbox/page/message.ts';
import { NO_NAMES } from '../../src/sandbox/page/names.ts';
import { updatesFor } from '../../src/sandbox/page/updates.ts';
import { usableBy } from '../../src/sandbox/page/usable.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { State } from '../../src/sandbox/state.ts';

const message = (parts: Partial<Message> = {}): Message => ({
  id: '1500000000000000000',
  channel_id: CHANNELS.text,
  author: BOT,
  type: 0,
  content: '',
  timestamp: '2026-07-01T12:00:00.000000+00:00',
  edited_timestamp: null,
  tts: false,
  pinned: false,
  mentions: [],
  mention_roles: [],
  mention_everyone: false,
  attachments: [],
  embeds: [],
  components: [],
  flags: 0,
  ...parts,
});

const answerTo = (user: User, parts: Partial<Message> = {}): Message => {
  const asked = { id: '1', type: 2, user, authorizing_integration_owners: {} };
  return message({
    interaction_metadata: asked,
    interaction: { id: '1', type: 2, name: 'feed add', user },
    ...parts,
  });
};

const html = (parts: Partial<Message>) => messageHtml(message(parts), NO_NAMES);

describe('a message on the page', () => {
  it('shows an embed as a card', () => {
    const shown = html({
      embeds: [
        {
          color: 0x00ab12,
          author: { name: 'Ada', url: 'https://example.org/ada' },
          title: 'On `engines` **now**',
          url: 'https://example.org/1',
          description: '## Head\n- one\n  - two',
          fields: [{ name: 'Tags', value: '[#a](https://example.org/a)', inline: true }],
          image: { url: 'http://127.0.0.1:1/sandbox/pictures/x.png' },
          footer: { text: 'A & B' },
          timestamp: '2026-07-01T12:00:00.000Z',
        },
        { url: 'https://example.org/1', title: 'Discord shows no second one' },
      ],
    });
    expect(shown).toContain('fill="#00ab12"');
    expect(shown).toContain('<p class="author"><a href="https://example.org/ada"');
    expect(shown).toMatch(
      /<a href="https:\/\/example.org\/1"[^>]*>On <code>engines<\/code> <strong>now<\/strong><\/a>/,
    );
    expect(shown).toMatch(/<h5>Head<\/h5>\n<ul>\n<li>one\n<ul>\n<li>two/);
    expect(shown).toMatch(
      /<div class="inline"><dt>Tags<\/dt><dd class="markdown"><p><a href="https:\/\/example.org\/a"/,
    );
    expect(shown).toContain('<img src="/sandbox/pictures/x.png"');
    expect(shown).toMatch(/A &amp; B • <time datetime="2026-07-01T12:00:00.000Z"/);
    expect(shown).not.toContain('second');
  });

  it('asks no other host for a picture, and names it', () => {
    const shown = html({ embeds: [{ image: { url: 'https://example.org/x.png' } }] });
    expect(shown).not.toContain('<img');
    expect(shown).toContain('Picture on example.org');
  });

  it('says whose command it answers, that it is thinking, and that only its asker sees it', () => {
    const shown = messageHtml(answerTo(ADMIN, { flags: LOADING | EPHEMERAL }), NO_NAMES);
    expect(shown).toMatch(/Ada<\/span> used <span class="mention">\/feed add<\/span>/);
    expect(shown).toContain('Herald is thinking…');
    expect(shown).toContain('Only you can see this');
  });

  it('says behind its last word that it was edited', () => {
    expect(html({ content: 'a', edited_timestamp: '2026-07-01T12:00:01Z' })).toContain(
      '<p>a <span class="edited">(edited)</span></p>',
    );
  });

  it('shows buttons and choices', () => {
    const components = [
      { type: 2, style: 3, label: 'Add <b>', custom_id: 'a "b"' },
      { type: 2, style: 5, label: 'Go', url: 'https://discord.com/channels/13/14/15' },
      { type: 2, style: 5, label: 'Run', url: 'javascript:alert(1)' },
      { type: 3, custom_id: 'c', options: [{ label: 'One', value: '1', description: 'the first' }] },
    ];
    const shown = html({ components: [{ type: 1, components }] });
    expect(shown).toContain('class="button success" data-press="a &quot;b&quot;">Add &lt;b&gt;</button>');
    expect(shown).toContain('href="/?channel=14#message-15"');
    expect(shown).toContain('<option value="1">One <small>the first</small></option>');
    expect(shown).not.toContain('javascript:');
  });

  it('shows hostile texts as texts, wherever they stand', () => {
    const bad = '"><img src=x onerror=alert(1)>\'<script>alert(1)</script>';
    const author = { ...BOT, id: bad, username: bad, global_name: bad };
    const embed = {
      title: bad,
      description: bad,
      url: `https://example.org/${bad}`,
      author: { name: bad, url: 'javascript:alert(1)' },
      fields: [{ name: bad, value: bad }],
      footer: { text: bad },
      timestamp: bad,
      image: { url: `https://example.org/${bad}` },
      thumbnail: { url: bad },
    };
    const components = [
      { type: 2, label: bad, custom_id: bad },
      { type: 3, custom_id: bad, placeholder: bad, options: [{ label: bad, value: bad, description: bad }] },
    ];
    const interaction = { id: bad, type: 2, name: bad, user: author };
    const shown = html({ id: bad, content: bad, timestamp: bad, author, embeds: [embed], components, interaction });
    expect(shown).not.toMatch(/<img|<script>|href="javascript/);
    expect(shown.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(12);
  });
});

describe('what a person sees', () => {
  it('is what answers them, and their own direct messages', () => {
    const state = new State();
    state.addMessage(answerTo(MEMBER, { flags: EPHEMERAL, content: 'secret' }));
    const [channel, direct] = [CHANNELS.text, CHANNELS.direct].map((id) => state.channel(id));
    if (channel === undefined || direct === undefined) throw new Error('a channel is missing');
    expect(itemsHtml(state, MEMBER, channel)).toContain('secret');
    expect(itemsHtml(state, OTHER_MEMBER, channel)).not.toContain('secret');
    const change = { event: 'MESSAGE_CREATE', message: message({ channel_id: direct.id }) } as const;
    expect(updatesFor(MEMBER, change, state)).toHaveLength(1);
    expect(updatesFor(ADMIN, change, state)).toEqual([]);
  });

  it('is the commands that their rights and the channel allow, one by one', () => {
    const state = new State();
    const shared = { application_id: BOT.id, version: '1', type: 1, description: 'd' };
    const nested = [{ type: 2, name: 'b', options: [{ type: 1, name: 'c', description: 'e' }] }];
    state.commands.set('global', [
      { ...shared, id: '1', name: 'a', default_member_permissions: '32', options: nested },
      { ...shared, id: '2', name: 'z', default_member_permissions: null },
    ]);
    const channel = state.channel(CHANNELS.text);
    const names = (user: User) =>
      channel === undefined ? [] : usableBy(user, channel, state).commands.map(({ name }) => name);
    expect(names(ADMIN)).toEqual(['a b c', 'z']);
    expect(names(MEMBER)).toEqual(['z']);
  });

  it('comes fifty messages at a time, newest last', () => {
    const state = new State();
    const ids = Array.from({ length: 60 }, (_, index) => `15000000000000000${index + 10}`);
    for (const id of ids) state.addMessage(message({ id, content: `no ${id}.` }));
    const channel = state.channel(CHANNELS.text);
    if (channel === undefined) throw new Error('the channel is missing');
    const newest = itemsHtml(state, ADMIN, channel).match(/<li /g);
    const older = itemsHtml(state, ADMIN, channel, ids[10]);
    expect(newest).toHaveLength(50);
    expect(older.match(/<li /g)).toHaveLength(10);
    expect(older.indexOf(`no ${ids[0]}.`)).toBeLessThan(older.indexOf(`no ${ids[9]}.`));
  });
});

describe('its routes', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
  });
  afterAll(() => sandbox.close());

  it('serve the page under a policy that admits no inline script or style, and none of either is in it', async () => {
    const answer = await fetch(`${sandbox.url}/?channel=${CHANNELS.forum}&as=linus`);
    const body = await answer.text();
    const policy = answer.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(body).toMatch(new RegExp(`data-channel="${CHANNELS.forum}" data-last="" aria-current="page"`));
    expect(body).not.toMatch(/ style=| on\w+=|<style|<script>/);
    for (const [, path = ''] of body.matchAll(/(?:src|href)="(\/sandbox\/page[^"]+)"/g)) {
      expect((await fetch(sandbox.url + path)).status).toBe(200);
    }
  });

  it('open the first channel to who may not see the one that is asked for', async () => {
    const body = await (await fetch(`${sandbox.url}/?channel=${CHANNELS.direct}&as=grace`)).text();
    expect(body).toContain(`data-channel="${CHANNELS.text}" data-user="${OTHER_MEMBER.id}"`);
  });

  it('tell of what changes as it changes, to who sees it', async () => {
    const stop = new AbortController();
    const answer = await fetch(`${sandbox.url}/sandbox/page/events?as=grace`, { signal: stop.signal });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    sandbox.state.addMessage(answerTo(MEMBER, { flags: EPHEMERAL, content: 'secret' }));
    sandbox.state.addMessage(message({ id: '1500000000000000001', content: 'hello' }));
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = '';
    while (!seen.includes('hello')) seen += (await reader?.read())?.value ?? '';
    expect(seen).not.toContain('secret');
    stop.abort();
  });
});
