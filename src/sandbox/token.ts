import { BOT } from './cast.ts';

/** The bot's token, in the shape of Discord's. It opens nothing but this machine's own sandbox. */
export const TOKEN = `${Buffer.from(BOT.id).toString('base64url')}.sandbox.${'0'.repeat(27)}`;
