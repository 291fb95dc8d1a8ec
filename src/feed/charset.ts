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
  return decodeAs(body, encodingOf(body, contentType));
}

/**
 * The same text as bytes of UTF-8, which most documents are already: only what is looked at need be decoded, since a piece that is
 * cut beside signs of ASCII can be decoded by itself. They may be a view of `body`.
 */
export function utf8Of(body: Buffer, contentType: string | undefined): Buffer {
  const encoding = encodingOf(body, contentType);
  if (encoding !== 'utf-8' || !isUtf8(body)) return Buffer.from(decodeAs(body, encoding));
  return body.subarray(body.subarray(0, MARK.length).equals(MARK) ? MARK.length : 0);
}

const MARK = Buffer.from('\uFEFF');

function decodeAs(body: Buffer, encoding: string): string {
  if (encoding.startsWith('utf-32')) return decodeUtf32(body, encoding === 'utf-32be');
  return new TextDecoder(encoding).decode(body);
}

function encodingOf(body: Buffer, contentType: string | undefined): string {
  const start = body.toString('latin1', 0, 4);
  const shown = BEGINNINGS.find(([pattern]) => pattern.test(start))?.[1];
  if (shown !== undefined) return shown;
  for (const label of [charsetOf(contentType), declaredIn(body), 'utf-8']) {
    const encoding = label === undefined ? undefined : stated(body, label);
    if (encoding !== undefined) return encoding;
  }
  return 'windows-1252';
}

/** Which `TextDecoder` does not know. */
function decodeUtf32(body: Buffer, isBigEndian: boolean): string {
  const signs = Array.from({ length: Math.floor(body.length / 4) }, (_, index) =>
    isBigEndian ? body.readUInt32BE(index * 4) : body.readUInt32LE(index * 4),
  );
  const text = signs.map((sign) => (sign > 0x10_ff_ff ? '\uFFFD' : String.fromCodePoint(sign))).join('');
  return text.replace(/^\uFEFF/, '');
}

/** The encoding by its standard name, or undefined when the label is unknown or the bytes show that it is wrong. */
function stated(body: Buffer, label: string): string | undefined {
  const encoding = decoderFor(label)?.encoding;
  // A header or declaration left over from a template often says UTF-16 or UTF-8 of bytes that are neither.
  if (encoding === undefined || encoding.startsWith('utf-16')) return undefined;
  if (encoding === 'utf-8') return isUtf8(body) || isMostlyUtf8(body) ? encoding : undefined;
  // Or Latin-1 (also by the name of ASCII) of what is UTF-8: by chance nobody writes its pairs of accents and signs.
  return encoding === 'windows-1252' && isUtf8(body) ? undefined : encoding;
}

/** Also by a name of another spelling: `utf_8`, `latin-1`, `win-1251`. */
function decoderFor(label: string): InstanceType<typeof TextDecoder> | undefined {
  const hyphened = label.replaceAll('_', '-');
  const names = [label, hyphened, hyphened.replace('-', ''), hyphened.replace(/^\D+(?=125\d$)/, 'windows-')];
  for (const name of names) {
    try {
      return new TextDecoder(name);
    } catch {
      // Perhaps the next one is known.
    }
  }
  return undefined;
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
