/** Line drawings on a ground of 24 by 24; the style sheet gives the stroke. */
const PATHS = {
  text: 'M9 4 7 20M17 4l-2 16M4 9h17M3 15h17',
  announcement: 'M4 10v4h3l9 5V5L7 10H4Zm3 4 1 6h3l-1-4.500M19 9.500v5',
  forum: 'M4 5h12v8H9l-3 3v-3H4V5Zm7 11v1h5l3 3v-3h1V9h-2',
  thread: 'M6 4v9a3 3 0 0 0 3 3h10m-4-4 4 4-4 4',
  direct: 'M4 6h16v10h-9l-4 4v-4H4V6Z',
  menu: 'M4 6h16M4 12h16M4 18h16',
  article: 'M12 5v14M5 12h14',
  feed: 'M5 18.500h.01M5 12a7 7 0 0 1 7 7M5 5a14 14 0 0 1 14 14',
} as const;

export type Icon = keyof typeof PATHS;

export function iconHtml(name: Icon): string {
  return `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${PATHS[name]}"/></svg>`;
}

/** The drawing for Discord's number of a kind of channel. */
export function channelIcon(type: number): Icon {
  switch (type) {
    case 1:
      return 'direct';
    case 5:
      return 'announcement';
    case 10:
    case 11:
    case 12:
      return 'thread';
    case 15:
    case 16:
      return 'forum';
    default:
      return 'text';
  }
}
