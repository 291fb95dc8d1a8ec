import { pino, type Logger } from 'pino';
import pretty from 'pino-pretty';

/** discord.js names the addresses of failed calls; those of interactions and webhooks let their reader speak as the bot. */
const PASSES = /((?:interactions|webhooks)\/\d+\/)[\w-]{20,}/g;

/**
 * A log of JSON lines on standard output, or of readable ones when that is a terminal.
 *
 * @param secrets are struck out of every line, wherever a library may have put them.
 */
export function createLog(level: string, secrets: readonly string[]): Logger {
  const written = secrets.map((secret) => JSON.stringify(secret).slice(1, -1));
  const strikeOut = (line: string) =>
    written.reduce((text, secret) => text.replaceAll(secret, '[secret]'), line).replace(PASSES, '$1[secret]');
  // What was sent to Discord may be for one member's eyes.
  const redact = { paths: ['err.requestBody'], remove: true };
  const options = { level, base: null, redact, hooks: { streamWrite: strikeOut } };
  // A destination that writes at once: the last lines before an end are the ones that matter.
  const destination = process.stdout.isTTY
    ? pretty({ sync: true, colorize: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname', singleLine: true })
    : pino.destination({ dest: 1, sync: true });
  // A full disk or a closed pipe behind the log must not end what the log tells of.
  destination.on('error', () => undefined);
  return pino(options, destination);
}
