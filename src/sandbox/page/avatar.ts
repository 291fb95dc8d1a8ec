import { escapeMarkup } from '../markup.ts';
import type { User } from '../objects.ts';

/** How many colours the style sheet knows. */
const COLOURS = 5;

export type Person = Pick<User, 'id' | 'username' | 'global_name'>;

export const nameOfPerson = ({ global_name: global, username }: Person) => global ?? username;

/** A letter in a circle. Its colour follows from the person's id, as that of Discord's default pictures does. */
export function avatarHtml(person: Person): string {
  const [letter = '?'] = nameOfPerson(person);
  const colour = /^\d+$/.test(person.id) ? Number(BigInt(person.id) % BigInt(COLOURS)) : 0;
  return `<span class="avatar colour-${colour}" aria-hidden="true">${escapeMarkup(letter.toUpperCase())}</span>`;
}
