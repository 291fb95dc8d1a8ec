import { ROLES, USERS } from './cast.ts';
import type { AllowedMentions, Message } from './objects.ts';

type Mentions = Pick<Message, 'mentions' | 'mention_roles' | 'mention_everyone'>;

/**
 * Whom a text pings: https://discord.com/developers/docs/resources/message#allowed-mentions-object
 * The right to mention everyone is assumed, so that a test sees what a bot with it would have done.
 *
 * @param allowed undefined: everything found in the text.
 */
export function mentionsIn(content: string, allowed: AllowedMentions | undefined): Mentions {
  const may = (kind: 'users' | 'roles', id: string) =>
    allowed === undefined || parses(allowed, kind) || (allowed[kind]?.includes(id) ?? false);
  return {
    mentions: USERS.filter(
      ({ id }) => (content.includes(`<@${id}>`) || content.includes(`<@!${id}>`)) && may('users', id),
    ),
    mention_roles: ROLES.map(({ id }) => id).filter((id) => content.includes(`<@&${id}>`) && may('roles', id)),
    mention_everyone: /@(everyone|here)\b/.test(content) && (allowed === undefined || parses(allowed, 'everyone')),
  };
}

function parses(allowed: AllowedMentions, kind: string): boolean {
  return allowed.parse?.includes(kind) ?? false;
}
