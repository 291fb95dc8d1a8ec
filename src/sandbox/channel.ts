import type { User } from './objects.ts';

/** A channel object, as far as the sandbox knows them: https://discord.com/developers/docs/resources/channel */
export interface Channel {
  readonly id: string;
  readonly type: number;
  readonly name?: string;
  readonly guild_id?: string;
  readonly parent_id?: string | null;
  readonly owner_id?: string;
  readonly position?: number;
  readonly topic?: string | null;
  readonly flags: number;
  readonly permission_overwrites?: readonly object[];
  readonly available_tags?: readonly ForumTag[];
  readonly applied_tags?: readonly string[];
  readonly thread_metadata?: ThreadMetadata;
  readonly message_count?: number;
  readonly member_count?: number;
  readonly recipients?: readonly User[];
  readonly last_message_id: string | null;
}

export interface ForumTag {
  readonly id: string;
  readonly name: string;
  readonly moderated: boolean;
  readonly emoji_id: string | null;
  readonly emoji_name: string | null;
}

export interface ThreadMetadata {
  readonly archived: boolean;
  readonly locked: boolean;
  readonly auto_archive_duration: number;
  readonly archive_timestamp: string;
}

export const DIRECT = 1;
export const ANNOUNCEMENT = 5;
/** A forum whose threads must carry a tag. */
export const REQUIRES_TAG = 1 << 4;

const TEXT_KINDS = new Set([0, 1, 2, 5, 10, 11, 12, 13]);
const THREAD_KINDS = new Set([10, 11, 12]);
const FORUM_KINDS = new Set([15, 16]);

export const takesMessages = (channel: Channel) => TEXT_KINDS.has(channel.type);
export const isThread = (channel: Channel) => THREAD_KINDS.has(channel.type);
export const isForum = (channel: Channel) => FORUM_KINDS.has(channel.type);
