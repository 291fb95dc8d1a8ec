import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/server.ts';
import { startOrigin, type Origin } from './origin.ts';
import { spawnHerald, type HeraldProcess } from './process.ts';

/** The part of a Discord message that tests look at. */
export interface Message {
  readonly id: string;
  readonly content: string;
  readonly mention_everyone: boolean;
  readonly mentions: readonly unknown[];
  readonly mention_roles: readonly unknown[];
  readonly embeds: readonly {
    readonly title?: string;
    readonly description?: string;
    readonly url?: string;
    readonly author?: { readonly name: string; readonly url?: string };
    readonly image?: { readonly url: string };
    readonly fields?: readonly { readonly name: string; readonly value: string }[];
  }[];
}

/** A sandbox Discord, a feed's server, and the Heralds that are started between them. */
export interface Town {
  readonly sandbox: Sandbox;
  readonly origin: Origin;
  /** The settings of a Herald that polls `origin`'s /feed each second and posts to the text channel. */
  readonly settings: Readonly<Record<string, string>>;
  start(settings?: Readonly<Record<string, string>>): HeraldProcess;
  /** The messages of a channel, the oldest first. */
  messages(channel?: string): Promise<readonly Message[]>;
  fault(fault: Readonly<Record<string, unknown>>): Promise<void>;
  /** Takes back the faults that have not happened yet. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

const UNLIMITED = { perSecond: Infinity, messages: Infinity };

/** @param databaseUrl where the Heralds keep their rows: a file, so that one can go on where another ended. */
export async function startTown(databaseUrl: string, options: Partial<SandboxOptions> = {}): Promise<Town> {
  const sandbox = await startSandbox({ port: 0, limits: UNLIMITED, ...options });
  const origin = await startOrigin();
  const running: HeraldProcess[] = [];
  const settings = {
    DISCORD_TOKEN: sandbox.token,
    DISCORD_API_URL: sandbox.apiUrl,
    DATABASE_URL: databaseUrl,
    FEED_URL: `${origin.url}/feed`,
    CHANNEL_ID: sandbox.channels.text,
    POLL_SECONDS: '1',
    ALLOW_PRIVATE_NETWORKS: 'true',
  };
  const call = async (path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${sandbox.url}/sandbox${path}`, body === undefined ? {} : post(body));
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return await answer.json().catch(() => undefined);
  };
  return {
    sandbox,
    origin,
    settings,
    start: (changed = {}) => {
      const herald = spawnHerald({ ...settings, ...changed });
      running.push(herald);
      return herald;
    },
    // The sandbox answers Discord's message objects.
    messages: async (channel = sandbox.channels.text) => (await call(`/channels/${channel}/messages`)) as Message[],
    fault: async (fault) => {
      await call('/faults', fault);
    },
    mend: async () => {
      await fetch(`${sandbox.url}/sandbox/faults`, { method: 'DELETE' });
    },
    close: async () => {
      for (const herald of running) herald.signal('SIGKILL');
      await Promise.all(running.map((herald) => herald.exited));
      await origin.close();
      await sandbox.close();
    },
  };
}

function post(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
