import { createHash } from 'node:crypto';

const SATURATION = 0.62;
const LIGHTNESS = 0.56;

/** A feed's own colour, always the same one: a hue that stands out on Discord's dark and on its light ground. */
export function colourOf(feedUrl: string): number {
  const hue = createHash('sha256').update(feedUrl).digest().readUInt16BE() % 360;
  return [0, 8, 4].reduce((colour, shift) => colour * 256 + Math.round(channel(hue, shift) * 255), 0);
}

/** One of red (0), green (8) and blue (4) of a hue: https://www.w3.org/TR/css-color-4/#hsl-to-rgb */
function channel(hue: number, shift: number): number {
  const place = (shift + hue / 30) % 12;
  const reach = SATURATION * Math.min(LIGHTNESS, 1 - LIGHTNESS);
  return LIGHTNESS - reach * Math.max(-1, Math.min(place - 3, 9 - place, 1));
}
