import { pino, type Logger } from 'pino';
import pretty from 'pino-pretty';

/**
 * A log of JSON lines on standard output, or of readable ones when that is a terminal.
 *
 * @param secrets are struck out of every line, wherever a library may have put them.
 */
export function createLog(level: string, secrets: readonly string[]): Logger {
  const written = secrets.map((secret) => JSON.stringify(secret).slice(1, -1));
  const strikeOut = (line: string) => written.reduce((text, secret) => text.replaceAll(secret, '[secret]'), line);
  const options = { level, base: null, hooks: { streamWrite: strikeOut } };
  // A destination that writes at once: the last lines before an end are the ones that matter.
  const destination = process.stdout.isTTY
    ? pretty({ sync: true, colorize: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname', singleLine: true })
    : pino.destination({ dest: 1, sync: true });
  return pino(options, destination);
}
