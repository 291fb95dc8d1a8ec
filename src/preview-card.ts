import { stripVTControlCharacters, styleText } from 'node:util';
import wrapAnsi from 'wrap-ansi';
import type { APIEmbed } from 'discord-api-types/v10';
import type { Message } from './format/message.ts';

/** Discord shows about as many characters in an embed's line. */
const WIDTH = 72;

/** A message as text for a terminal: a card with a bar in the embed's colour. Colours follow NO_COLOR and the terminal. */
export function drawMessage(message: Message): string {
  const content = message.content === undefined ? '' : `${printable(message.content)}\n`;
  return content + (message.embeds ?? []).map(drawEmbed).join('\n');
}

function drawEmbed(embed: APIEmbed): string {
  const lines = [
    embed.author && printable(embed.author.name),
    embed.title && styleText(['bold'], printable(embed.title)),
    embed.url && styleText(['blue', 'underline'], printable(embed.url)),
    embed.description && `\n${printable(embed.description)}\n`,
    ...(embed.fields ?? []).map((field) => `${styleText('bold', printable(field.name))}\n${printable(field.value)}`),
    embed.image && styleText('dim', `[picture] ${printable(embed.image.url)}`),
    styleText(
      'dim',
      [embed.footer?.text, embed.timestamp]
        .filter(Boolean)
        .map((text) => printable(text ?? ''))
        .join(' · '),
    ),
  ].filter((line) => line !== undefined && line !== '');
  const bar = inColour(embed.color ?? 0, '▌');
  const rows = wrapAnsi(lines.join('\n'), WIDTH, { trim: false }).split('\n');
  return `${rows.map((row) => `${bar} ${row}`).join('\n')}\n`;
}

/** A feed's text must not drive the terminal. */
function printable(text: string): string {
  return stripVTControlCharacters(text).replace(/[^\P{Cc}\n]/gu, '');
}

function inColour(colour: number, text: string): string {
  if (!process.stdout.isTTY || !process.stdout.hasColors()) return text;
  return `\x1b[38;2;${colour >> 16};${(colour >> 8) & 255};${colour & 255}m${text}\x1b[39m`;
}
