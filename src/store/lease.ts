/** What a claim asks for: at most `limit` rows that are due, kept from other claims for `leaseMs`. */
export interface Claim {
  readonly now: number;
  readonly leaseMs: number;
  readonly limit: number;
  /** Rows that the claimer is still at work on, however long ago it claimed them. */
  readonly except?: readonly number[];
}

/** The first of some instants, null and undefined being never. */
export function earliest(...instants: readonly (number | null | undefined)[]): number | undefined {
  const known = instants.filter((at) => typeof at === 'number');
  return known.length === 0 ? undefined : Math.min(...known);
}
