/** The stripe beside Herald's own embeds. */
export const COLOUR = 0x5865f2;
