import { isUtf8 } from 'node:buffer';

const BYTE_ORDER_MARKS = [
  { mark: Buffer.from([0xef, 0xbb, 0xbf]), label: 'utf-8' },
  { mark: Buffer.from([0xff, 0xfe]), label: 'utf-16le' },
  { mark: Buffer.from([0xfe, 0xff]), label: 'utf-16be' },
  // Without a mark, the first `<` of an XML document tells (XML 1.0, appendix F).
  { mark: Buffer.from([0x3c, 0x00]), label: 'utf-16le' },
  { mark: Buffer.from([0x00, 0x3c]), label: 'utf-16be' },
];

const DECLARED = /^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']/i;

/**
 * The text of a document: its byte order mark says how it is written, else the HTTP header, else its XML declaration, else it
 * is UTF-8 if it can be, else windows-1252. Bytes that don't fit become U+FFFD.
 */
export function decodeText(body: Buffer, contentType: string | undefined): string {
  const marked = BYTE_ORDER_MARKS.find(({ mark }) => body.subarray(0, mark.length).equals(mark))?.label;
  if (marked !== undefined) return new TextDecoder(marked).decode(body);
  for (const label of [charsetOf(contentType), declaredIn(body), 'utf-8']) {
    const text = label === undefined ? undefined : decodeAs(body, label);
    if (text !== undefined) return text;
  }
  return new TextDecoder('windows-1252').decode(body);
}

/** The text, or undefined when the label is unknown or the bytes show that it is wrong. */
function decodeAs(body: Buffer, label: string): string | undefined {
  const decoder = decoderFor(label);
  // A header or declaration left over from a template often says UTF-16 or UTF-8 of bytes that are neither.
  if (decoder === undefined || decoder.encoding.startsWith('utf-16')) return undefined;
  return decoder.encoding === 'utf-8' && !isUtf8(body) && !isMostlyUtf8(body) ? undefined : decoder.decode(body);
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
  return /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1];
}

function declaredIn(body: Buffer): string | undefined {
  return DECLARED.exec(body.subarray(0, 512).toString('latin1'))?.[1];
}
