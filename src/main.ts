import { existsSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import packageJson from '../package.json' with { type: 'json' };
import { readConfig, secretsOf, type Config } from './config.ts';
import { startHerald, type HeraldConfig } from './herald.ts';
import { UserError, codeOf, messageOf } from './lib/errors.ts';
import { createLog } from './log.ts';
import { backUp } from './store/backup.ts';

/** What is under way at a signal may take this long to finish. */
const STOP_MS = 9_000;

const DEFAULT_DATABASE = 'sqlite:data/herald.db';

/** How often the sandbox's sample feed has something new. */
const SAMPLE_SECONDS = 20;
/** Exit code for settings that must change before another start makes sense. */
const EXIT_SETTINGS = 2;

const NEW_TOKEN =
  'Make a new token in the Developer Portal (your application > Bot > Reset Token), put it into DISCORD_TOKEN, and start again.';

const NO_SANDBOX =
  'DISCORD_TOKEN is not set, and the sandbox that would stand in for Discord is not installed: set DISCORD_TOKEN to the ' +
  "bot's token, or install with `npm ci` (without --omit=dev).";

try {
  const [task, file] = process.argv.slice(2);
  process.exit(task === 'backup' ? await backUpTo(file) : await run());
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(EXIT_SETTINGS);
}

/** Runs Herald until it is told to stop, or can't go on. Answers the exit code. */
async function run(): Promise<number> {
  const signalled = new Promise<undefined>((resolve) => {
    // npm passes on a signal that the whole process group got already: the second one must not end the process.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(undefined));
  });
  const refused = Promise.withResolvers<string>();
  const given = readSettings();
  const log = createLog(given.LOG_LEVEL, secretsOf(given));
  const { config, close } =
    given.DISCORD_TOKEN === undefined ? await openSandbox(given) : live(given, given.DISCORD_TOKEN);
  const herald = await startHerald(config, packageJson.version, log, refused.resolve);
  log.info({ version: packageJson.version, roles: config.ROLES }, 'Herald runs');

  const refusal = await Promise.race([signalled, refused.promise]);
  if (refusal !== undefined) log.fatal(`${refusal} ${NEW_TOKEN}`);
  const stopped = herald.stop().then(close);
  const inTime = await Promise.race([stopped.then(() => true), setTimeout(STOP_MS, false)]);
  log.info(inTime ? 'Herald stopped' : 'Herald stopped; what was still under way is done again at the next start');
  return refusal === undefined ? 0 : EXIT_SETTINGS;
}

/** Copies the database, also while a Herald is at work on it. Answers the exit code. */
async function backUpTo(file: string | undefined): Promise<number> {
  if (file === undefined) throw new UserError('Say where to: npm run backup -- FILE');
  await backUp(readSettings().DATABASE_URL ?? DEFAULT_DATABASE, file, Date.now());
  process.stdout.write(`The database is saved in ${file}.\n`);
  return 0;
}

function readSettings(): Config {
  loadEnvironment();
  const read = readConfig(process.env, (path) => readFileSync(path, 'utf8'));
  if ('config' in read) return read.config;
  throw new UserError(["Herald can't start with these settings:", ...read.problems].join('\n  '));
}

function loadEnvironment(): void {
  if (!existsSync('.env')) return;
  try {
    process.loadEnvFile('.env');
  } catch (error) {
    throw new UserError(
      `The file .env can't be read: ${messageOf(error)}. Check that it is a file, and its permissions.`,
    );
  }
}

interface Setup {
  readonly config: HeraldConfig;
  readonly close: () => Promise<void>;
}

function live(given: Config, token: string): Setup {
  const config = {
    ...given,
    DISCORD_TOKEN: token,
    DATABASE_URL: given.DATABASE_URL ?? DEFAULT_DATABASE,
    POLL_SECONDS: given.POLL_SECONDS ?? 600,
    POST_BACKLOG: given.POST_BACKLOG ?? 0,
    ALLOW_PRIVATE_NETWORKS: given.ALLOW_PRIVATE_NETWORKS ?? false,
  };
  return { config, close: () => Promise.resolve() };
}

/** A Discord of one's own, forgotten at the end: settings that say nothing else show something at once. */
async function openSandbox(given: Config): Promise<Setup> {
  const { startSandbox } = await import('./sandbox/server.ts').catch(unless('ERR_MODULE_NOT_FOUND', NO_SANDBOX));
  const sandbox = await startSandbox({ port: given.SANDBOX_PORT, sampleSeconds: SAMPLE_SECONDS }).catch(
    unless(
      'EADDRINUSE',
      `The port ${given.SANDBOX_PORT} is taken: set SANDBOX_PORT to another one, or to 0 for any free one.`,
    ),
  );
  process.stdout.write(`\n  No DISCORD_TOKEN: Herald posts to a sandbox Discord. Look at ${sandbox.url}\n\n`);
  const config = {
    ...given,
    DISCORD_TOKEN: sandbox.token,
    DISCORD_API_URL: sandbox.apiUrl,
    DATABASE_URL: given.DATABASE_URL ?? 'sqlite::memory:',
    FEED_URL: given.FEED_URL ?? sandbox.feedUrl,
    CHANNEL_ID: sandbox.channels.text,
    POLL_SECONDS: given.POLL_SECONDS ?? 2,
    POST_BACKLOG: given.POST_BACKLOG ?? 3,
    ALLOW_PRIVATE_NETWORKS: given.ALLOW_PRIVATE_NETWORKS ?? true,
  };
  return { config, close: () => sandbox.close() };
}

/** Turns one expected failure into a sentence; all else goes on. */
function unless(code: string, sentence: string): (error: unknown) => never {
  return (error) => {
    throw codeOf(error) === code ? new UserError(sentence) : error;
  };
}
