import { isUtf8 } from 'node:buffer';

/** How the first bytes tell, by a byte order mark or by where the zeros stand beside ASCII (XML 1.0, appendix F). */
const BEGINNINGS: readonly (readonly [RegExp, string])[] = [
  [/^(?:\0\0\xFE\xFF|\0\0\0[^\0])/, 'utf-32be'],
  [/^(?:\xFF\xFE\0\0|[^\0]\0\0\0)/, 'utf-32le'],
  [/^(?:\xFE\xFF|\0[^\0])/, 'utf-16be'],
  [/^(?:\xFF\xFE|[^\0]\0)/, 'utf-16le'],
  [/^\xEF\xBB\xBF/, 'utf-8'],
];

const DECLARED = /^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']/i;

/**
 * The text of a document: its first bytes may say how it is written, else the HTTP header, else its XML declaration, else it
 * is UTF-8 if it can be, else windows-1252. Bytes that don't fit become U+FFFD.
 */
export function decodeText(body: Buffer, contentType: string | undefined): string {
  const start = body.toString('latin1', 0, 4);
  const shown = BEGINNINGS.find(([pattern]) => pattern.test(start))?.[1];
  if (shown?.startsWith('utf-32') === true) return decodeUtf32(body, shown === 'utf-32be');
  if (shown !== undefined) return new TextDecoder(shown).decode(body);
  for (const label of [charsetOf(contentType), declaredIn(body), 'utf-8']) {
    const text = label === undefined ? undefined : decodeAs(body, label);
    if (text !== undefined) return text;
  }
  return new TextDecoder('windows-1252').decode(body);
}

/** Which `TextDecoder` does not know. */
function decodeUtf32(body: Buffer, isBigEndian: boolean): string {
  const signs = Array.from({ length: Math.floor(body.length / 4) }, (_, index) =>
    isBigEndian ? body.readUInt32BE(index * 4) : body.readUInt32LE(index * 4),
  );
  const text = signs.map((sign) => (sign > 0x10_ff_ff ? '\uFFFD' : String.fromCodePoint(sign))).join('');
  return text.replace(/^\uFEFF/, '');
}

/** The text, or undefined when the label is unknown or the bytes show that it is wrong. */
function decodeAs(body: Buffer, label: string): string | undefined {
  const decoder = decoderFor(label);
  // A header or declaration left over from a template often says UTF-16 or UTF-8 of bytes that are neither.
  if (decoder === undefined || decoder.encoding.startsWith('utf-16')) return undefined;
  if (decoder.encoding === 'utf-8') return isUtf8(body) || isMostlyUtf8(body) ? decoder.decode(body) : undefined;
  // Or Latin-1 (also by the name of ASCII) of what is UTF-8: by chance nobody writes its pairs of accents and signs.
  return decoder.encoding === 'windows-1252' && isUtf8(body) ? undefined : decoder.decode(body);
}

function decoderFor(label: string): InstanceType<typeof TextDecoder> | undefined {
  try {
    return new TextDecoder(label);
  } catch {
    return undefined;
  }
}

/** A broken byte among ten times as many letters that decode is damage to UTF-8, not a sign of another encoding. */
function isMostlyUtf8(body: Buffer): boolean {
  const text = new TextDecoder('utf-8').decode(body);
  const broken = text.split('\uFFFD').length - 1;
  const foreign = text.replace(/[\0-\x7F\uFFFD]+/g, '').length;
  return broken * 10 < foreign;
}

function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*["']?([^\s;"']+)/i.exec(contentType ?? '')?.[1];
}

function declaredIn(body: Buffer): string | undefined {
  return DECLARED.exec(body.subarray(0, 512).toString('latin1'))?.[1];
}
