/** What a button or a choice leads to: an action of a command, and what that action needs to know. */
export interface Press {
  /** `COMMAND.ACTION`, as in `search.page`. */
  readonly to: string;
  /** Anything that JSON holds; checked by the action's schema when it comes back. */
  readonly carry?: unknown;
  /** The only member who may press it: for what changes things. */
  readonly only?: string;
}

/** Marks a button that is pressed only by who has Manage Server. */
const MANAGED = '!';

/** The same in a custom_id: `TO ONLY JSON`, `ONLY!` when it needs Manage Server. */
export function customIdOf(press: Press, managersOnly: boolean, json = JSON.stringify(press.carry ?? null)): string {
  return `${press.to} ${press.only ?? '-'}${managersOnly ? MANAGED : ''} ${json}`;
}

/** A custom_id's parts; undefined when it is none of Herald's. */
export function partsOf(
  customId: string,
): (Press & { readonly managersOnly: boolean; readonly json: string }) | undefined {
  const [, to, only, managed, json] = /^(\S+) ([^\s!]+)(!?) (.+)$/s.exec(customId) ?? [];
  if (to === undefined || json === undefined) return undefined;
  return { to, json, managersOnly: managed === MANAGED, ...(only === undefined || only === '-' ? {} : { only }) };
}
