import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number];

const WIDTH = 480;
const HEIGHT = 240;

/** A small landscape as a PNG (Discord shows no SVG): the same for the same name, another for another. */
export function picture(name: string): Buffer {
  const seed = createHash('sha256').update(name).digest();
  const at = (index: number) => seed[index] ?? 0;
  const top: Colour = [40 + (at(0) % 80), 60 + (at(1) % 80), 150 + (at(2) % 100)];
  const bottom: Colour = [200 + (at(3) % 55), 120 + (at(4) % 100), 90 + (at(5) % 100)];
  const ridge = (x: number) => HEIGHT * 0.75 + 22 * Math.sin(x / (40 + (at(6) % 40))) + 14 * Math.sin(x / 23 + at(7));
  const dark: Colour = [top[0] * 0.5, top[1] * 0.5, top[2] * 0.5];
  return png((x, y) => (y > ridge(x) ? dark : mix(top, bottom, y / HEIGHT)));
}

function mix(from: Colour, to: Colour, share: number): Colour {
  const between = (index: 0 | 1 | 2) => from[index] + (to[index] - from[index]) * share;
  return [between(0), between(1), between(2)];
}

/** PNG (W3C, third edition): signature, header, one block of deflated rows (each after a filter byte 0), end. */
function png(colourAt: (x: number, y: number) => Colour): Buffer {
  const rows = Buffer.alloc(HEIGHT * (WIDTH * 3 + 1));
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) rows.set(colourAt(x, y), y * (WIDTH * 3 + 1) + 1 + x * 3);
  }
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.of()),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
