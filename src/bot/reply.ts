import type { APIEmbed } from 'discord-api-types/v10';

/** What a button or a choice leads to: an action of a command, and what that action needs to know. */
export interface Press {
  /** `COMMAND.ACTION`, as in `search.page`. */
  readonly to: string;
  /** Anything that JSON holds; checked by the action's schema when it comes back. */
  readonly carry?: unknown;
  /** The only member who may press it: for what changes things. */
  readonly only?: string;
}

export interface Button {
  readonly kind: 'button';
  readonly label: string;
  readonly look?: 'primary' | 'secondary' | 'success' | 'danger';
  readonly disabled?: boolean;
  readonly press: Press;
}

export interface LinkButton {
  readonly kind: 'link';
  readonly label: string;
  readonly url: string;
}

export interface ChoiceList {
  readonly kind: 'choices';
  readonly placeholder: string;
  /** At most 25. */
  readonly choices: readonly { readonly label: string; readonly value: string; readonly description?: string }[];
  readonly press: Press;
}

/** Up to five buttons, or one list of choices. */
export type Row = readonly (Button | LinkButton)[] | readonly [ChoiceList];

/** What a command or an action answers. It is seen by the asker alone unless it says `public`. */
export interface Reply {
  readonly content?: string;
  readonly embeds?: readonly APIEmbed[];
  readonly rows?: readonly Row[];
  /** Of an action: answers beside the message of the button instead of changing that message. */
  readonly beside?: true;
  /** Seen by everyone in the channel. */
  readonly public?: true;
}
