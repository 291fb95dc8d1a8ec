/** The kinds of places where posts can go. */
export type DestinationKindName = 'channel';

/** A place where posts go: its kind, and its address in Discord (a channel's id). */
export interface Destination {
  readonly id: number;
  readonly kind: DestinationKindName;
  readonly address: string;
}
