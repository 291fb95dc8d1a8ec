/** Hosts that are asked one request at a time. */
export class Turns {
  readonly #last = new Map<string, Promise<undefined>>();

  /** Waits for the turn at a host. @returns what ends it. */
  async take(host: string): Promise<() => void> {
    const before = this.#last.get(host);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#last.set(host, promise);
    await before;
    return () => {
      if (this.#last.get(host) === promise) this.#last.delete(host);
      resolve(undefined);
    };
  }
}
