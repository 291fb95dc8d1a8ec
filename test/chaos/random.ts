/** Numbers that a seed repeats (mulberry32). */
export interface Random {
  /** From 0 to 1. */
  number(): number;
  /** One of a list. */
  of<T>(list: readonly [T, ...T[]]): T;
  chance(share: number): boolean;
}

export function randomFrom(seed: number): Random {
  let state = seed;
  const number = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    number,
    of: ([first, ...others]) => [first, ...others][Math.floor(number() * (others.length + 1))] ?? first,
    chance: (share) => number() < share,
  };
}
