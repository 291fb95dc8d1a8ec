/** The kinds of places where posts can go. */
export const DESTINATION_KINDS = {
  /** A text, announcement or voice channel, or a thread. */
  channel: { types: [0, 5, 2, 10, 11, 12], folds: true },
  /** A forum or media channel. */
  forum: { types: [15, 16], folds: false },
  /** Messages to one person. */
  direct: { types: [1], folds: true },
} as const satisfies Readonly<Record<string, KindFacts>>;

interface KindFacts {
  /** Discord's types of its channels: https://discord.com/developers/docs/resources/channel#channel-object-channel-types */
  readonly types: readonly number[];
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

/** The kind of destination that a channel of this type is; undefined: posts can't go there. */
export function kindOfChannel(type: number): DestinationKindName | undefined {
  const kinds = Object.entries<KindFacts>(DESTINATION_KINDS);
  return kinds.find(([, { types }]) => types.includes(type))?.[0] as DestinationKindName | undefined; // Its own keys.
}
