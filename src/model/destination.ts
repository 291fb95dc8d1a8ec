/** The kinds of places where posts can go. */
export const DESTINATION_KINDS = {
  /** A text or announcement channel, a thread, or the chat of a voice channel. */
  channel: { folds: true },
  /** Messages to one person. */
  direct: { folds: true },
} as const satisfies Readonly<Record<string, KindFacts>>;

interface KindFacts {
  /** Whether several articles may share one message there. */
  readonly folds: boolean;
}

export type DestinationKindName = keyof typeof DESTINATION_KINDS;

/** A place where posts go: its kind, and its address in Discord (a channel's id, also for direct messages). */
export interface Destination {
  readonly id: number;
  readonly kind: DestinationKindName;
  readonly address: string;
  /** The server that it belongs to; undefined for direct messages, and until it is known. */
  readonly serverId: string | undefined;
}
