/** turndown without the parser of HTML that it brings for Node, which would take time and memory and have nothing to read. */
declare module 'turndown/lib/turndown.browser.cjs.js' {
  export { default } from 'turndown';
}
