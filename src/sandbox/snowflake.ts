const DISCORD_EPOCH = 1_420_070_400_000;

/**
 * A source of increasing ids: https://discord.com/developers/docs/reference#snowflakes
 *
 * @returns a function that takes the instant in epoch milliseconds and answers an id greater than all before.
 */
export function snowflakes(): (now: number) => string {
  let last = 0n;
  return (now) => {
    const earliest = BigInt(now - DISCORD_EPOCH) << 22n;
    last = earliest > last ? earliest : last + 1n;
    return String(last);
  };
}

/** Orders ids of any length by age. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
