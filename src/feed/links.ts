/** An address resolved against its bases, the inner one first; undefined unless it leads to http or https. */
export function httpUrl(address: string | undefined, base?: string): string | undefined {
  // Without a scheme only by mistake: no path begins so.
  const text = (address?.trim() ?? '').replace(/^www\.(?=[\w-]+\.[a-z])/i, 'http://$&');
  if (text === '') return undefined;
  const url = URL.parse(text, base) ?? URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) ? written(text, url) : undefined;
}

/** Absolute addresses stay as the feed wrote them; `URL` would add a slash or escape letters that readers know otherwise. */
function written(text: string, url: URL): string {
  return /^https?:\/\/[^\s\\]+$/i.test(text) ? text : url.href;
}

/** A base for what is inside an element: its own `xml:base`, itself resolved against the base outside. */
export function baseWithin(own: string | undefined, outer: string): string {
  return own === undefined ? outer : (URL.parse(own, outer)?.href ?? outer);
}
