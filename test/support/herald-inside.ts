import { pino } from 'pino';
import { onTestFinished, vi } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { startHerald, type Herald, type HeraldConfig } from '../../src/herald.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { temporaryFolder } from './folder.ts';
import { handIn } from './hand.ts';
import { startOrigin, type Origin } from './origin.ts';

export const UNLIMITED = { perSecond: Infinity, messages: Infinity };

/** A Herald within the test's own process, between a sandbox Discord and a feed's server; all ends with the test. */
export interface Inside {
  readonly sandbox: Sandbox;
  readonly origin: Origin;
  readonly hand: ReturnType<typeof handIn>;
  /** A second connection to Herald's database: sees and changes what Herald sees. */
  readonly store: Store;
  /** What Herald has logged so far. */
  readonly logged: readonly string[];
  /** Ends Herald and starts another one on the same database. */
  readonly restart: () => Promise<void>;
}

/** @param settings as the environment would give them. */
export async function heraldInside(settings: Readonly<Record<string, string>> = {}): Promise<Inside> {
  const sandbox = await startSandbox({ port: 0, limits: UNLIMITED });
  onTestFinished(() => sandbox.close());
  const origin = await startOrigin();
  onTestFinished(() => origin.close());
  const config = configOf(sandbox, { DATABASE_URL: `sqlite:${temporaryFolder()}/herald.db`, ...settings });
  const logged: string[] = [];
  let herald = await startInside(config, sandbox, logged);
  onTestFinished(() => herald.stop());
  const store = await openStore(config.DATABASE_URL);
  onTestFinished(() => store.close());
  return {
    ...{ sandbox, origin, store, logged },
    hand: handIn(sandbox),
    restart: async () => {
      await herald.stop();
      herald = await startInside(config, sandbox, logged);
    },
  };
}

/** @param settings as the environment would give them, besides those that point Herald at a sandbox. */
export function configOf(sandbox: Sandbox, settings: Readonly<Record<string, string>>): HeraldConfig {
  const environment = {
    DISCORD_TOKEN: sandbox.token,
    DISCORD_API_URL: sandbox.apiUrl,
    POLL_SECONDS: '1',
    POST_BACKLOG: '0',
    ALLOW_PRIVATE_NETWORKS: 'true',
    COMMANDS_PER_MINUTE: '1000',
    CALLS_PER_SECOND: '10000',
    ...settings,
  };
  const read = readConfig(environment, () => '');
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  // Everything that HeraldConfig asks for is set above.
  return read.config as HeraldConfig;
}

/** Resolves once Herald listens to the gateway and its commands are registered. */
export async function startInside(config: HeraldConfig, sandbox: Sandbox, logged: string[]): Promise<Herald> {
  const log = pino({ level: 'debug' }, { write: (line: string) => logged.push(line) });
  const herald = await startHerald(config, '0.0.0', log, () => undefined);
  const isReady = () => sandbox.gateway.connected() > 0 && [...sandbox.state.commands.values()].flat().length > 0;
  await vi.waitUntil(isReady, { timeout: 10_000, interval: 10 });
  return herald;
}
