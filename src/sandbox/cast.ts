import type { Channel, ForumTag } from './channel.ts';
import type { User } from './objects.ts';

/** The sandbox's people and places. The ids never change, so that a database outlives the sandbox it was filled with. */
export const GUILD = '1300000000000000000';
export const BOT = user('1300000000000000001', 'herald', 'Herald', true);
export const ADMIN = user('1300000000000000002', 'ada', 'Ada');
export const MEMBER = user('1300000000000000003', 'linus', 'Linus');
export const OTHER_MEMBER = user('1300000000000000004', 'grace', 'Grace');
export const USERS: readonly User[] = [BOT, ADMIN, MEMBER, OTHER_MEMBER];

export const CHANNELS = {
  text: '1300000000000000010',
  announcement: '1300000000000000011',
  forum: '1300000000000000012',
  direct: '1300000000000000013',
} as const;

const MANAGE_GUILD = 1n << 5n;
/** What Herald's invitation asks for: see channels, send (in threads too), embed links, read the history. */
export const INVITED = 274_877_991_936n;

export const ROLES = [
  role(GUILD, '@everyone', INVITED),
  role('1300000000000000020', 'Admins', INVITED | MANAGE_GUILD),
  role('1300000000000000021', 'Readers', INVITED),
];

export const GUILD_OBJECT = {
  id: GUILD,
  name: 'The Sandbox',
  owner_id: ADMIN.id,
  icon: null,
  preferred_locale: 'en-US',
};

/** A person as a member of the guild, with what they may do there. */
export function memberOf(member: User): object {
  return {
    user: member,
    roles: rolesOf(member)
      .filter(({ id }) => id !== GUILD)
      .map(({ id }) => id),
    permissions: String(rightsOf(member)),
    nick: null,
    avatar: null,
    joined_at: '2025-01-01T00:00:00.000Z',
    premium_since: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
  };
}

/** Whether a person may use a command for which a bitset of rights is asked. */
export function mayUse(member: User, asked: string | null): boolean {
  return asked === null || (rightsOf(member) & BigInt(asked)) === BigInt(asked);
}

function rightsOf(member: User): bigint {
  return rolesOf(member).reduce((rights, { permissions }) => rights | BigInt(permissions), 0n);
}

function rolesOf(member: User) {
  return ROLES.filter(({ name }) => name === '@everyone' || (name === 'Admins' && member.id === ADMIN.id));
}

export function firstChannels(): readonly Channel[] {
  const shared = {
    guild_id: GUILD,
    parent_id: null,
    topic: null,
    flags: 0,
    permission_overwrites: [],
    last_message_id: null,
  };
  return [
    { ...shared, id: CHANNELS.text, type: 0, name: 'articles', position: 0 },
    { ...shared, id: CHANNELS.announcement, type: 5, name: 'announcements', position: 1 },
    { ...shared, id: CHANNELS.forum, type: 15, name: 'reading-room', position: 2, available_tags: forumTags() },
    { id: CHANNELS.direct, type: 1, flags: 0, recipients: [MEMBER], last_message_id: null },
  ];
}

function forumTags(): ForumTag[] {
  const names = ['javascript', 'rust', 'devops', 'beginners', 'news'];
  return names.map((name, index) => ({
    id: `13000000000000000${30 + index}`,
    name,
    moderated: false,
    emoji_id: null,
    emoji_name: null,
  }));
}

function user(id: string, username: string, globalName: string, bot = false): User {
  return { id, username, global_name: globalName, discriminator: '0', avatar: null, bot, public_flags: 0 };
}

function role(id: string, name: string, permissions: bigint) {
  const plain = { color: 0, hoist: false, managed: false, mentionable: true, position: 0, flags: 0 };
  return { ...plain, id, name, permissions: String(permissions) };
}
