/** Discord's objects as far as the sandbox reads or shows them. Null is Discord's word, and a request may use it anywhere. */
export interface User {
  readonly id: string;
  readonly username: string;
  readonly global_name: string | null;
  readonly discriminator: string;
  readonly avatar: string | null;
  readonly bot: boolean;
  readonly public_flags: number;
}

/** https://discord.com/developers/docs/resources/message#message-object */
export interface Message {
  readonly id: string;
  readonly channel_id: string;
  readonly author: User;
  readonly type: number;
  readonly content: string;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly edited_timestamp: string | null;
  readonly tts: boolean;
  readonly pinned: boolean;
  readonly mentions: readonly User[];
  readonly mention_roles: readonly string[];
  readonly mention_everyone: boolean;
  readonly attachments: readonly object[];
  readonly embeds: readonly Embed[];
  readonly components: readonly Component[];
  readonly flags: number;
  readonly nonce?: string | number;
  readonly application_id?: string;
  readonly webhook_id?: string;
  /** Whose command or press the message answers. */
  readonly interaction_metadata?: {
    readonly id: string;
    readonly type: number;
    readonly user: User;
    readonly authorizing_integration_owners: Readonly<Record<string, string>>;
  };
  /** Its older form, which alone has the command's name. */
  readonly interaction?: { readonly id: string; readonly type: number; readonly name: string; readonly user: User };
}

/** What a message is made from, or changed with. */
export interface MessageBody {
  readonly content?: string | null;
  readonly embeds?: readonly Embed[] | null;
  readonly components?: readonly Component[] | null;
  readonly allowed_mentions?: AllowedMentions | null;
  readonly flags?: number | null;
  readonly tts?: boolean | null;
  readonly nonce?: string | number | null;
  readonly enforce_nonce?: boolean | null;
}

export interface AllowedMentions {
  readonly parse?: readonly string[] | null;
  readonly users?: readonly string[] | null;
  readonly roles?: readonly string[] | null;
}

/** https://discord.com/developers/docs/resources/message#embed-object */
export interface Embed {
  readonly type?: string | null;
  readonly title?: string | null;
  readonly description?: string | null;
  readonly url?: string | null;
  readonly color?: number | null;
  readonly timestamp?: string | null;
  readonly author?: {
    readonly name?: string | null;
    readonly url?: string | null;
    readonly icon_url?: string | null;
  } | null;
  readonly footer?: { readonly text?: string | null; readonly icon_url?: string | null } | null;
  readonly image?: Media | null;
  readonly thumbnail?: Media | null;
  readonly video?: Media | null;
  readonly fields?:
    readonly { readonly name: string; readonly value: string; readonly inline?: boolean | null }[] | null;
}

interface Media {
  readonly url?: string | null;
}

/** A component of any kind: https://discord.com/developers/docs/components/reference */
export interface Component {
  readonly type: number;
  readonly style?: number;
  readonly label?: string | null;
  readonly emoji?: object | null;
  readonly url?: string | null;
  readonly custom_id?: string | null;
  readonly disabled?: boolean | null;
  readonly min_values?: number | null;
  readonly max_values?: number | null;
  readonly options?: readonly { readonly value: string }[];
  readonly components?: readonly Component[];
}
