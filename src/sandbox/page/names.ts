import { ROLES } from '../cast.ts';
import type { State } from '../state.ts';

/** What the ids that a text mentions are called; undefined: nothing of that id is known. */
export interface Names {
  user(id: string): string | undefined;
  role(id: string): string | undefined;
  channel(id: string): string | undefined;
}

export const NO_NAMES: Names = { user: () => undefined, role: () => undefined, channel: () => undefined };

export function namesIn(state: State): Names {
  return {
    user: (id) => {
      const user = state.users.get(id);
      return user?.global_name ?? user?.username;
    },
    role: (id) => ROLES.find((role) => role.id === id)?.name,
    channel: (id) => state.channel(id)?.name,
  };
}
