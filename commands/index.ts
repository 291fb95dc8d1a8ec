import type { Command } from '../src/bot/command.ts';
import { help } from './help.ts';

/** Every slash command, in the order in which `/help` shows them. */
export const commands: readonly Command[] = [help];
