import { BOT, firstChannels, USERS } from './cast.ts';
import { DIRECT, type Channel } from './channel.ts';
import type { RegisteredCommand } from './commands.ts';
import { isEphemeral } from './message.ts';
import type { Message, User } from './objects.ts';
import { compareIds, snowflakes } from './snowflake.ts';

/** Something that changed, under the name that Discord's gateway gives it. */
export type Change =
  | { readonly event: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE' | 'MESSAGE_DELETE'; readonly message: Message }
  | {
      readonly event: 'CHANNEL_CREATE' | 'CHANNEL_UPDATE' | 'CHANNEL_DELETE';
      readonly channel: Channel;
    };

/** A webhook of the bot's own. */
export interface Webhook {
  readonly id: string;
  readonly token: string;
  readonly name: string;
  readonly channelId: string;
}

/** All that the sandbox remembers. Messages stand per channel, oldest first; their ids increase. */
export class State {
  readonly nextId = snowflakes();
  readonly users: ReadonlyMap<string, User> = new Map(USERS.map((user) => [user.id, user]));
  /** People who take no direct messages. */
  readonly closedTo = new Set<string>();
  /** Rights that the bot lacks in a channel: a bitset by the channel's id. */
  readonly denied = new Map<string, bigint>();
  /** The same of rights that it has there besides. */
  readonly granted = new Map<string, bigint>();
  /** By id. */
  readonly webhooks = new Map<string, Webhook>();
  /** The registered commands by the guild they are for, or `global`. */
  readonly commands = new Map<string, readonly RegisteredCommand[]>();
  readonly #channels = new Map<string, Channel>();
  readonly #messages = new Map<string, Message[]>();
  /** Seen by one person only: Discord keeps them out of the channel's history. */
  readonly #ephemeral = new Map<string, Message>();
  readonly #watchers = new Set<(change: Change) => void>();

  constructor() {
    for (const channel of firstChannels()) this.addChannel(channel);
  }

  /** Calls `watcher` at every change until the answered function is called. */
  watch(watcher: (change: Change) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  channels(): Channel[] {
    return [...this.#channels.values()];
  }

  channel(id: string): Channel | undefined {
    return this.#channels.get(id);
  }

  addChannel(channel: Channel): void {
    this.#channels.set(channel.id, channel);
    this.#messages.set(channel.id, []);
    this.#tell({ event: 'CHANNEL_CREATE', channel });
  }

  replaceChannel(channel: Channel): void {
    this.#channels.set(channel.id, channel);
    this.#tell({ event: 'CHANNEL_UPDATE', channel });
  }

  /** Removes a channel, its messages and its threads. */
  removeChannel(channel: Channel): void {
    for (const thread of this.channels()) if (thread.parent_id === channel.id) this.removeChannel(thread);
    this.#channels.delete(channel.id);
    this.#messages.delete(channel.id);
    this.#tell({ event: 'CHANNEL_DELETE', channel });
  }

  /** The direct messages between the bot and a person: opened when there are none. */
  directChannel(recipient: User, now: number): Channel {
    const open = this.channels().find(
      ({ type, recipients }) => type === DIRECT && recipients?.[0]?.id === recipient.id,
    );
    if (open) return open;
    const channel = { id: this.nextId(now), type: DIRECT, flags: 0, recipients: [recipient], last_message_id: null };
    this.addChannel(channel);
    return channel;
  }

  messages(channelId: string): readonly Message[] {
    return this.#messages.get(channelId) ?? [];
  }

  message(channelId: string, id: string): Message | undefined {
    const messages = this.messages(channelId);
    const found = messages[indexOf(messages, id)];
    return found?.id === id ? found : this.#ephemeral.get(id);
  }

  /** The message of an id, in whatever channel. */
  anyMessage(id: string): Message | undefined {
    return this.#channels
      .keys()
      .map((channelId) => this.message(channelId, id))
      .find((message) => message !== undefined);
  }

  /** The messages of a channel that only the people whom they answer see, oldest first. */
  ephemeralMessages(channelId: string): Message[] {
    return [...this.#ephemeral.values()].filter((message) => message.channel_id === channelId);
  }

  addMessage(message: Message): void {
    const channel = this.channel(message.channel_id);
    if (channel === undefined) return;
    if (isEphemeral(message)) this.#ephemeral.set(message.id, message);
    else {
      this.#messages.get(channel.id)?.push(message);
      this.#channels.set(channel.id, { ...channel, last_message_id: message.id });
    }
    this.#tell({ event: 'MESSAGE_CREATE', message });
  }

  replaceMessage(message: Message): void {
    const messages = this.#messages.get(message.channel_id) ?? [];
    if (isEphemeral(message)) this.#ephemeral.set(message.id, message);
    else messages[indexOf(messages, message.id)] = message;
    this.#tell({ event: 'MESSAGE_UPDATE', message });
  }

  removeMessage(message: Message): void {
    const messages = this.#messages.get(message.channel_id) ?? [];
    if (isEphemeral(message)) this.#ephemeral.delete(message.id);
    else messages.splice(indexOf(messages, message.id), 1);
    this.#tell({ event: 'MESSAGE_DELETE', message });
  }

  #tell(change: Change): void {
    for (const watcher of this.#watchers) watcher(change);
  }
}

/** Where a message stands, or would stand, among messages ordered by id. */
export function indexOf(messages: readonly Message[], id: string): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const message = messages[middle];
    if (message && compareIds(message.id, id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether the bot wrote a message. */
export const isOwn = (message: Message) => message.author.id === BOT.id;
