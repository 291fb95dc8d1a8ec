/** An instant as each reader's own Discord puts it, as in "2 hours ago". */
export function ago(at: number): string {
  return `<t:${Math.floor(at / 1000)}:R>`;
}
