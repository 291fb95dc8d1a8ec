import { UserError } from '../lib/errors.ts';
import { isEphemeral } from './message.ts';
import type { Component, Message, User } from './objects.ts';

const BUTTON = 2;
const STRING_SELECT = 3;

/**
 * The `data` of a press or a choice, checked as Discord's own client would before it sends it.
 *
 * @throws UserError when the person could not have done that.
 */
export function componentBody(message: Message, customId: string, values: string[] | undefined, user: User): object {
  if (isEphemeral(message) && message.interaction_metadata?.user.id !== user.id) {
    throw new UserError('Only the person whom it answers sees this message.');
  }
  const component = flat(message.components).find((one) => one.custom_id === customId);
  if (component === undefined) throw new UserError('The message has no such component.');
  if (component.disabled === true) throw new UserError('The component is disabled.');
  if (component.type === BUTTON) return { custom_id: customId, component_type: BUTTON };
  requireChoice(component, values ?? []);
  return { custom_id: customId, component_type: component.type, values: values ?? [] };
}

function flat(components: readonly Component[]): Component[] {
  return components.flatMap((component) => [component, ...flat(component.components ?? [])]);
}

function requireChoice(select: Component, values: readonly string[]): void {
  if (values.length < (select.min_values ?? 1) || values.length > (select.max_values ?? 1)) {
    throw new UserError(`Choose ${select.min_values ?? 1} to ${select.max_values ?? 1}.`);
  }
  const offered = (select.options ?? []).map(({ value }) => value);
  if (select.type === STRING_SELECT && !values.every((value) => offered.includes(value))) {
    throw new UserError(`Choose of: ${offered.join(', ')}`);
  }
}
