/** So many hosts in a row that can't be reached, and none that can: then it is not they who are down. */
const SILENT_HOSTS = 3;

/** What is known of our own line to the internet. */
export class Line {
  readonly #silent = new Set<string>();

  /** Some host has answered, whatever it said. */
  answered(): void {
    this.#silent.clear();
  }

  /** A host could not be reached. @returns whether that is likely our own line's fault. */
  silent(host: string): boolean {
    if (this.#silent.size < SILENT_HOSTS) this.#silent.add(host);
    return this.#silent.size >= SILENT_HOSTS;
  }
}
