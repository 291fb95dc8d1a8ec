import type { Bodies, Choice } from './bodies.ts';
import { BOT } from './cast.ts';
import { checkBody } from './check.ts';
import { INTERACTION_TYPES, ownersOf } from './interaction-payload.ts';
import { amendMessage, blankMessage, composeMessage, EPHEMERAL, LOADING } from './message.ts';
import type { Modal } from './modal.ts';
import type { Message, MessageBody, User } from './objects.ts';
import { invalidForm, refusal } from './refusal.ts';
import type { State } from './state.ts';

/** Something that a person did, and that the bot has to answer. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly kind: 'command' | 'autocomplete' | 'component' | 'modal';
  /** The command's name. */
  readonly name: string;
  readonly channelId: string;
  readonly user: User;
  /** The message whose component was pressed, also when that opened the form that is sent. */
  readonly source: Message | undefined;
  readonly createdAt: number;
}

/** How the bot answered. */
export type Answer =
  | { readonly kind: 'messages' }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  | { readonly kind: 'modal'; readonly modal: Modal };

/** A form, and what opened it. */
export interface OpenModal {
  readonly modal: Modal;
  readonly opener: Interaction;
}

interface Open {
  readonly interaction: Interaction;
  readonly answer: PromiseWithResolvers<Answer>;
  readonly messageIds: Set<string>;
  acknowledged: boolean;
  originalId: string | undefined;
}

const FIRST_ANSWER_MS = 3000;
const TOKEN_MS = 15 * 60_000;
const KINDS = { command: [4, 5, 9], component: [4, 5, 6, 7, 9], modal: [4, 5, 6, 7], autocomplete: [8] } as const;

/** The interactions under way: https://discord.com/developers/docs/interactions/receiving-and-responding */
export class Interactions {
  readonly #state: State;
  readonly #open = new Map<string, Open>();
  /** The form that each person has before them. */
  readonly modals = new Map<string, OpenModal>();

  constructor(state: State) {
    this.#state = state;
  }

  /** @returns what the bot will have answered. */
  open(interaction: Interaction): Promise<Answer> {
    for (const [token, { interaction: old }] of this.#open) {
      if (interaction.createdAt - old.createdAt > TOKEN_MS) this.#open.delete(token);
    }
    const answer = Promise.withResolvers<Answer>();
    const open = { interaction, answer, messageIds: new Set<string>(), acknowledged: false, originalId: undefined };
    this.#open.set(interaction.token, open);
    return answer.promise;
  }

  acknowledged(token: string): boolean {
    return this.#open.get(token)?.acknowledged ?? false;
  }

  /** The messages that answer an interaction, as they stand now. */
  messages(token: string): Message[] {
    const ids = [...(this.#open.get(token)?.messageIds ?? [])];
    return ids.flatMap((id) => this.#state.anyMessage(id) ?? []);
  }

  /** The first answer. @returns the message that it made or changed. */
  acknowledge(id: string, token: string, body: unknown, now: number): Message | undefined {
    const open = this.#open.get(token);
    if (open?.interaction.id !== id) throw refusal(10062);
    if (open.acknowledged) throw refusal(40060);
    if (now - open.interaction.createdAt > FIRST_ANSWER_MS) throw refusal(10062);
    const type = typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined;
    const allowed: readonly unknown[] = KINDS[open.interaction.kind];
    if (!allowed.includes(type)) {
      const message = `Value must be one of (${allowed.join(', ')}).`;
      throw invalidForm([{ path: ['type'], code: 'BASE_TYPE_CHOICES', message }]);
    }
    const message = this.#carryOut(open, type, body, now);
    open.acknowledged = true;
    return message;
  }

  /** A further message; after a deferral, the one that was promised. */
  followUp(token: string, body: unknown, now: number): Message {
    const open = this.#entitled(token, now);
    const original = open.originalId === undefined ? undefined : this.#state.anyMessage(open.originalId);
    if (original && original.flags & LOADING) return this.edit(token, '@original', body, now);
    const checked = checkBody('followUp', body);
    return this.#add(open, composeMessage(checked, this.#place(open, now), now), checked);
  }

  edit(token: string, messageId: string, body: unknown, now: number): Message {
    const open = this.#entitled(token, now);
    const before = this.find(token, messageId, now);
    const amended = amendMessage(before, checkBody('editReply', body), now);
    // What fulfils a promise is not an edit.
    const promised = before.flags & LOADING ? { edited_timestamp: null } : {};
    const shown = { ...amended, flags: amended.flags & ~LOADING, ...promised };
    this.#state.replaceMessage(shown);
    this.#answered(open, shown);
    return shown;
  }

  find(token: string, messageId: string, now: number): Message {
    const { originalId } = this.#entitled(token, now);
    const id = messageId === '@original' ? originalId : messageId;
    const message = id === undefined ? undefined : this.#state.anyMessage(id);
    if (message === undefined) throw refusal(10008);
    return message;
  }

  remove(token: string, messageId: string, now: number): void {
    this.#state.removeMessage(this.find(token, messageId, now));
  }

  #carryOut(open: Open, type: unknown, body: unknown, now: number): Message | undefined {
    switch (type) {
      case 4:
        return this.#reply(open, checkBody('replyMessage', body), now);
      case 5:
        return this.#promise(open, checkBody('replyMessage', body), now);
      case 8:
        open.answer.resolve({ kind: 'choices', choices: checkBody('replyChoices', body).data?.choices ?? [] });
        return undefined;
      case 9:
        this.#openModal(open, checkBody('replyModal', body));
        return undefined;
      default:
        return this.#update(open, checkBody('replyUpdate', body), now);
    }
  }

  #openModal({ interaction, answer }: Open, { data: modal }: Bodies['replyModal']): void {
    this.modals.set(interaction.user.id, { modal, opener: interaction });
    answer.resolve({ kind: 'modal', modal });
  }

  #reply(open: Open, { data }: Bodies['replyMessage'], now: number): Message {
    const message = composeMessage(data ?? {}, this.#place(open, now), now);
    open.originalId = message.id;
    return this.#add(open, message, data ?? {});
  }

  #promise(open: Open, { data }: Bodies['replyMessage'], now: number): Message {
    const message = blankMessage({}, this.#place(open, now), now);
    open.originalId = message.id;
    return this.#add(open, { ...message, flags: LOADING }, data ?? {});
  }

  #update(open: Open, { type, data }: Bodies['replyUpdate'], now: number): Message | undefined {
    open.originalId = open.interaction.source?.id;
    if (type === 6) return undefined;
    const source = this.#state.anyMessage(open.originalId ?? '');
    if (source === undefined) throw refusal(10008);
    const amended = amendMessage(source, data ?? {}, now);
    this.#state.replaceMessage(amended);
    this.#answered(open, amended);
    return amended;
  }

  #add(open: Open, message: Message, { flags }: MessageBody): Message {
    const { id, kind, name, user, channelId } = open.interaction;
    const owners = ownersOf(this.#state.channel(channelId));
    const type = INTERACTION_TYPES[kind];
    const shown = {
      ...message,
      type: kind === 'command' ? 20 : 19,
      flags: message.flags | ((flags ?? 0) & EPHEMERAL),
      application_id: BOT.id,
      interaction_metadata: { id, type, user, authorizing_integration_owners: owners },
      ...(kind === 'command' && { interaction: { id, type, name, user } }),
    };
    this.#state.addMessage(shown);
    if (!(shown.flags & LOADING)) this.#answered(open, shown);
    else open.messageIds.add(shown.id);
    return shown;
  }

  #answered(open: Open, message: Message): void {
    open.messageIds.add(message.id);
    open.answer.resolve({ kind: 'messages' });
  }

  #place({ interaction }: Open, now: number) {
    return { id: this.#state.nextId(now), channelId: interaction.channelId, author: BOT };
  }

  #entitled(token: string, now: number): Open {
    const open = this.#open.get(token);
    if (open === undefined || now - open.interaction.createdAt > TOKEN_MS) throw refusal(50027);
    if (!open.acknowledged) throw refusal(10015);
    return open;
  }
}
