import { once } from 'node:events';
import {
  ActionRowBuilder,
  type APIChatInputApplicationCommandInteraction,
  ButtonBuilder,
  ButtonStyle,
  Client,
  Events,
  GatewayDispatchEvents,
  type Interaction,
  MessageFlags,
  PermissionsBitField,
  Routes,
} from 'discord.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ADMIN, BOT, MEMBER } from '../../src/sandbox/cast.ts';
import type { Message } from '../../src/sandbox/objects.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { refusalOf } from './support.ts';

let sandbox: Sandbox;
let client: Client;

const COMMANDS = [
  { name: 'hello', description: 'Greets', options: [{ type: 3, name: 'to', description: 'Whom', autocomplete: true }] },
  {
    name: 'feed',
    description: 'Feeds',
    default_member_permissions: '32',
    options: [
      {
        type: 1,
        name: 'add',
        description: 'Adds one',
        options: [
          { type: 3, name: 'url', description: 'Where', required: true },
          { type: 7, name: 'channel', description: 'Whither' },
        ],
      },
    ],
  },
];

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0 });
  client = new Client({ rest: { api: sandbox.apiUrl, version: '10', retries: 0 }, intents: [] });
  const ready = once(client, Events.ClientReady);
  await client.login(sandbox.token);
  await ready;
  await client.rest.put(Routes.applicationCommands(BOT.id), { body: COMMANDS });
});
afterEach(async () => {
  await client.destroy();
  await sandbox.close();
});

interface Played {
  readonly messages: Message[];
  readonly choices: unknown[];
  readonly error: string;
}

async function play(route: string, body: object): Promise<Played> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${sandbox.url}/sandbox/${route}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Played;
}

/** Lets the real discord.js answer; what goes wrong meanwhile is kept for the test. */
function onInteraction(answer: (interaction: Interaction) => Promise<unknown>): { readonly failures: unknown[] } {
  const failures: unknown[] = [];
  client.on(Events.InteractionCreate, (interaction) => {
    answer(interaction).catch((error: unknown) => failures.push(error));
  });
  return { failures };
}

const kept = () => sandbox.state.messages(sandbox.channels.text);

test('a command is answered by a message in its channel', async () => {
  onInteraction(async (call) => {
    if (call.isChatInputCommand()) await call.reply(`Hello ${call.options.getString('to') ?? ''}`);
  });
  const { messages } = await play('commands', { name: 'hello', options: { to: 'you' } });
  expect(messages).toMatchObject([{ content: 'Hello you', interaction: { name: 'hello', user: { id: ADMIN.id } } }]);
  expect(kept()).toEqual(messages);
});

test('a deferred command is answered once the reply stands', async () => {
  onInteraction(async (call) => {
    if (!call.isChatInputCommand()) return;
    await call.deferReply();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await call.editReply({ embeds: [{ title: 'Done' }] });
  });
  const { messages } = await play('commands', { name: 'hello' });
  expect(messages).toMatchObject([{ embeds: [{ title: 'Done' }], flags: 0, edited_timestamp: null }]);
});

test('an ephemeral reply stays out of the history', async () => {
  onInteraction(async (call) => {
    if (call.isChatInputCommand()) await call.reply({ content: 'Psst', flags: MessageFlags.Ephemeral });
  });
  const { messages } = await play('commands', { name: 'hello' });
  expect(messages).toMatchObject([{ content: 'Psst', flags: MessageFlags.Ephemeral }]);
  expect(kept()).toEqual([]);
  const [{ id } = { id: '' }] = messages;
  const read = client.rest.get(Routes.channelMessage(sandbox.channels.text, id));
  expect((await refusalOf(read)).code).toBe(10008);
});

test('a subcommand brings its options, channels resolved, and the rights of its user', async () => {
  onInteraction(async (call) => {
    if (!call.isChatInputCommand()) return;
    const { id } = call.options.getChannel('channel', true);
    await call.reply(`${call.options.getSubcommand()} ${id} ${call.memberPermissions?.has('ManageGuild') ?? false}`);
  });
  const { forum } = sandbox.channels;
  const { messages } = await play('commands', { name: 'feed add', options: { url: 'x', channel: forum } });
  expect(messages[0]?.content).toBe(`add ${forum} true`);
});

test('a command goes nowhere that Discord would not let it', async () => {
  const refused = async (body: object) => (await play('commands', body)).error;
  expect(await refused({ name: 'nothing' })).toContain('no command');
  expect(await refused({ name: 'feed' })).toContain('add');
  expect(await refused({ name: 'feed add' })).toContain('url');
  expect(await refused({ name: 'feed add', options: { url: 5 } })).toContain('url');
  expect(await refused({ name: 'hello', options: { nobody: 'x' } })).toContain('nobody');
  expect(await refused({ name: 'feed add', options: { url: 'x' }, userId: MEMBER.id })).toContain('may not');
});

test('a channel brings the rights that the bot has there', async () => {
  const { forum, announcement } = sandbox.channels;
  sandbox.state.denied.set(forum, 1n << 11n);
  sandbox.state.denied.set(announcement, 1n << 14n);
  const received = once(client.ws, GatewayDispatchEvents.InteractionCreate);
  onInteraction(async (call) => {
    if (call.isChatInputCommand()) await call.reply(String(call.appPermissions.has('EmbedLinks')));
  });
  const options = { url: 'x', channel: forum };
  const { messages } = await play('commands', { name: 'feed add', options, channelId: announcement });
  expect(messages[0]?.content).toBe('false');
  // discord.js keeps no rights of a resolved channel: they are read from the event.
  const [event] = (await received) as [APIChatInputApplicationCommandInteraction];
  const there = event.data.resolved?.channels?.[forum] as { app_permissions?: string } | undefined;
  expect(new PermissionsBitField(BigInt(there?.app_permissions ?? 0)).toArray()).not.toContain('SendMessages');
  expect(new PermissionsBitField(BigInt(there?.app_permissions ?? 0)).toArray()).toContain('EmbedLinks');
});

test('autocomplete offers choices', async () => {
  onInteraction(async (call) => {
    if (call.isAutocomplete()) await call.respond([{ name: call.options.getFocused(), value: 'v' }]);
  });
  const { choices } = await play('autocomplete', { name: 'hello', options: { to: 'ab' }, focused: 'to' });
  expect(choices).toEqual([{ name: 'ab', value: 'v' }]);
});

test('a button changes its message, and is pressed only by those who see it', async () => {
  const button = new ButtonBuilder({ custom_id: 'go', label: 'Go', style: ButtonStyle.Primary });
  const components = [new ActionRowBuilder<ButtonBuilder>().addComponents(button)];
  onInteraction(async (call) => {
    if (call.isChatInputCommand()) await call.reply({ content: 'Sure?', components, flags: MessageFlags.Ephemeral });
    if (call.isButton()) await call.update({ content: 'Gone', components: [] });
  });
  const [asked] = (await play('commands', { name: 'hello' })).messages;
  const press = { messageId: asked?.id, customId: 'go' };
  expect((await play('components', { ...press, userId: MEMBER.id })).error).toContain('Only');
  expect((await play('components', { ...press, customId: 'stop' })).error).toContain('no such component');
  expect((await play('components', press)).messages).toMatchObject([
    { id: asked?.id, content: 'Gone', components: [] },
  ]);
});

test('a modal is shown to who ran the command, and what is filled in comes back', async () => {
  onInteraction(async (call) => {
    const input = { type: 4, custom_id: 'why', label: 'Why?', style: 1 };
    const modal = { custom_id: 'ask', title: 'A question', components: [{ type: 1, components: [input] }] };
    if (call.isChatInputCommand()) await call.showModal(modal);
    if (call.isModalSubmit()) await call.reply(`Because ${call.fields.getTextInputValue('why')}`);
  });
  expect(await play('commands', { name: 'hello' })).toMatchObject({ modal: { custom_id: 'ask', title: 'A question' } });
  const { messages } = await play('modals', { fields: { why: 'of this' } });
  expect(messages).toMatchObject([{ content: 'Because of this' }]);
});

test('a person’s own message stands in the channel, and may not be longer than Discord’s', async () => {
  await play('messages', { content: 'hello', userId: MEMBER.id });
  expect(kept()).toMatchObject([{ content: 'hello', author: { id: MEMBER.id } }]);
  expect(await play('messages', { content: 'x'.repeat(4001) })).toMatchObject({ code: 50035 });
  expect((await play('messages', { content: 'hello', channelId: sandbox.channels.forum })).error).toContain('no such');
});

test('a deferred update edits the message of its button, and a follow-up adds one', async () => {
  const button = new ButtonBuilder({ custom_id: 'go', label: 'Go', style: ButtonStyle.Primary });
  onInteraction(async (call) => {
    if (call.isChatInputCommand()) {
      await call.reply({ content: 'Sure?', components: [new ActionRowBuilder<ButtonBuilder>().addComponents(button)] });
    }
    if (!call.isButton()) return;
    await call.deferUpdate();
    await call.editReply({ content: 'Gone' });
    await call.followUp('And more');
  });
  const [asked] = (await play('commands', { name: 'hello' })).messages;
  expect((await play('components', { messageId: asked?.id, customId: 'go' })).messages[0]?.content).toBe('Gone');
  await expect.poll(() => kept().map(({ content }) => content)).toEqual(['Gone', 'And more']);
});

test('a second first answer is refused with 40060', async () => {
  const { failures } = onInteraction(async (call) => {
    if (!call.isChatInputCommand()) return;
    const again = { body: { type: 4, data: { content: 'twice' } }, auth: false };
    await call.reply('once');
    await client.rest.post(Routes.interactionCallback(call.id, call.token), again);
  });
  await play('commands', { name: 'hello' });
  await expect.poll(() => failures).toMatchObject([{ code: 40060 }]);
});

test('an answer after three seconds is refused with 10062', async () => {
  const { failures } = onInteraction(async (call) => {
    await new Promise((resolve) => setTimeout(resolve, 3100));
    if (call.isChatInputCommand()) await call.reply('late');
  });
  expect((await play('commands', { name: 'hello' })).error).toContain('did not respond');
  await expect.poll(() => failures, { timeout: 3000 }).toMatchObject([{ code: 10062 }]);
});

test('a reply is held to the limits of messages, and may then be made again', async () => {
  const { failures } = onInteraction(async (call) => {
    if (!call.isChatInputCommand()) return;
    await call
      .reply({ embeds: [{ url: 'ftp://a.example/', title: 'x' }] })
      .catch((error: unknown) => failures.push(error));
    await call.reply('better');
  });
  expect((await play('commands', { name: 'hello' })).messages).toMatchObject([{ content: 'better' }]);
  expect(failures).toMatchObject([{ code: 50035 }]);
});
