import type { APIEmbed } from 'discord-api-types/v10';

import type { Press } from '../model/press.ts';

export type { Press } from '../model/press.ts';

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

/** A form with one field of text, which a button opens. */
export interface Form {
  readonly title: string;
  readonly label: string;
  /** What stands in the field. */
  readonly value: string;
  readonly maxLength: number;
  /** The action that gets the text, as what was chosen. */
  readonly press: Press;
}

/** Up to five buttons, or one list of choices. */
export type Row = readonly (Button | LinkButton)[] | readonly [ChoiceList];

/** What a command or an action answers. It is seen by the asker alone unless it says `public`. */
export interface Reply {
  readonly content?: string;
  readonly embeds?: readonly APIEmbed[];
  readonly rows?: readonly Row[];
  /** Of an action that `opens` one: nothing else is shown then. */
  readonly form?: Form;
  /** Of an action: answers beside the message of the button instead of changing that message. */
  readonly beside?: true;
  /** Seen by everyone in the channel. */
  readonly public?: true;
}
