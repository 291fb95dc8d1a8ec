/** The kinds of places where posts can go. */
export type DestinationKindName = 'channel' | 'direct';

/** A place where posts go: its kind, and its address in Discord (a channel's id, also for direct messages). */
export interface Destination {
  readonly id: number;
  readonly kind: DestinationKindName;
  readonly address: string;
  /** The server that it belongs to; undefined for direct messages, and until it is known. */
  readonly serverId: string | undefined;
}
