/** The attributes of HTML that hold addresses. */
export const ADDRESSED: ReadonlySet<string> = new Set(['href', 'src', 'poster', 'cite', 'data-src', 'srcset']);

/** The value of such an attribute with its addresses absolute. */
export function absolute(key: string, value: string, base: string): string {
  if (key === 'srcset') {
    return value.replace(/(^|,\s+)([^\s,]\S*)/g, (_, gap: string, url: string) => gap + resolved(url, base));
  }
  return resolved(value, base);
}

function resolved(value: string, base: string): string {
  const url = value.trim();
  // An address with a scheme is not ours to judge here: what turns the body into Markdown drops the unsafe ones.
  if (url === '' || /^[a-z][a-z\d+.-]*:/i.test(url)) return value;
  return URL.parse(url, base)?.href ?? value;
}
