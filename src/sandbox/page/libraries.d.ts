/** What a library ships without types of its own. */
declare module 'markdown-it-emoji/lib/data/full.mjs' {
  const emoji: Readonly<Record<string, string>>;
  export { emoji as default };
}
