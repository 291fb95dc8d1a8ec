import { setImmediate, setTimeout } from 'node:timers/promises';

/**
 * Lets calls share a transaction: those made in one turn of the event loop, or while the calls before them are carried out,
 * are carried out together. A commit waits for the disk however much is in it.
 *
 * @param size how many calls go together at most.
 * @param run carries out several at once; when it throws, each of its calls does.
 * @param restMs how long the first of them waits for others, in milliseconds.
 */
export function gather<T>(
  size: number,
  run: (batch: readonly T[]) => Promise<void>,
  restMs: () => number = () => 0,
): (one: T) => Promise<void> {
  let open: { readonly batch: T[]; readonly done: Promise<void> } | undefined;
  let last = Promise.resolve();

  const begin = (batch: T[]) => {
    const done = last
      .then(() => rest(restMs()))
      .then(() => {
        if (open?.batch === batch) open = undefined;
        return run(batch);
      });
    last = done.catch(() => undefined);
    return { batch, done };
  };

  return (one) => {
    if (open === undefined || open.batch.length === size) open = begin([]);
    open.batch.push(one);
    return open.done;
  };
}

async function rest(ms: number): Promise<void> {
  await (ms > 0 ? setTimeout(ms) : setImmediate());
}
