/** What a benchmark found out: milliseconds, and the bound that they should keep. */
export interface Figure {
  readonly name: string;
  readonly runs: number;
  readonly p50: number;
  readonly p99: number;
  readonly boundMs: number | undefined;
}

const LONGEST_MS = 5_000;

/** Times a step some two hundred times, or for five seconds; its argument counts the runs. */
export function measure(
  name: string,
  boundMs: number | undefined,
  step: (run: number) => Promise<unknown>,
): Promise<Figure> {
  return gather(name, boundMs, async (run) => {
    const began = performance.now();
    await step(run);
    return performance.now() - began;
  });
}

/** The same with a step that answers its milliseconds by itself. */
export async function gather(
  name: string,
  boundMs: number | undefined,
  step: (run: number) => Promise<number>,
): Promise<Figure> {
  for (let run = 0; run < 5; run += 1) await step(run);
  const times: number[] = [];
  const end = performance.now() + LONGEST_MS;
  for (let run = 0; run < 200 && performance.now() < end; run += 1) times.push(await step(run));
  return summary(name, boundMs, times);
}

export function summary(name: string, boundMs: number | undefined, times: number[]): Figure {
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round((times[Math.floor((times.length - 1) * share)] ?? 0) * 100) / 100;
  return { name, runs: times.length, p50: at(0.5), p99: at(0.99), boundMs };
}
