import { DiscordAPIError, REST } from 'discord.js';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/server.ts';

/** A sandbox on any free port, and the real discord.js speaking to it: `retries: 0`, as Herald does. */
export async function startWithRest(options: Partial<SandboxOptions> = {}): Promise<{ sandbox: Sandbox; rest: REST }> {
  const sandbox = await startSandbox({ port: 0, ...options });
  const rest = new REST({ api: sandbox.apiUrl, version: '10', retries: 0 }).setToken(sandbox.token);
  return { sandbox, rest };
}

/** The code, the status and the faulty fields that a call is refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<{ code: unknown; status: number; fields: string[] }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof DiscordAPIError)) throw error;
    const { errors } = error.rawError as { errors?: object };
    return { code: error.code, status: error.status, fields: fieldsOf(errors ?? {}, '') };
  }
  throw new Error('The call was not refused.');
}

function fieldsOf(errors: object, above: string): string[] {
  return Object.entries(errors).flatMap(([key, inner]) =>
    key === '_errors' ? [above] : fieldsOf(inner as object, above === '' ? key : `${above}.${key}`),
  );
}

/** Asks for faults. */
export async function fail(sandbox: Sandbox, fault: object): Promise<void> {
  const answer = await fetch(`${sandbox.url}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
