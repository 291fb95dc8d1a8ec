import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** A Herald in a process of its own, as an operator starts it. */
export interface HeraldProcess {
  /** Everything it has written so far, to both streams. */
  output(): string;
  signal(name: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): void;
  /** The most memory that it has held so far; undefined where the system does not say. */
  peakMegabytes(): number | undefined;
  /** Its exit code, or undefined when a signal ended it. */
  readonly exited: Promise<number | undefined>;
}

/** @param settings the whole environment of the process, besides PATH: nothing of the tests' own leaks in. */
export function spawnHerald(settings: Readonly<Record<string, string>>): HeraldProcess {
  const child: ChildProcess = spawn(process.execPath, ['src/main.ts'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer) => (output += chunk.toString());
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return {
    output: () => output,
    signal: (name) => child.kill(name),
    peakMegabytes: () => {
      const status = `/proc/${child.pid ?? ''}/status`;
      const kilobytes = existsSync(status) ? /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(status, 'utf8'))?.[1] : undefined;
      return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
    },
    exited: new Promise((resolve) => child.once('exit', (code) => resolve(code ?? undefined))),
  };
}
