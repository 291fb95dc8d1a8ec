import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const script = join(ROOT, '../shared/feeds/score.mjs');

test.skipIf(!existsSync(script))(
  'of the facts that other readers state of real feeds nearly all are read right (skipped where ../shared is absent)',
  { timeout: 120_000 },
  () => {
    const { stdout } = spawnSync(process.execPath, [script], { cwd: ROOT, encoding: 'utf8' });
    const scores = [...stdout.matchAll(/^(\S+): .*\(([\d.]+) %\), (\d+)\/\d+ files not read$/gm)];
    const share = Object.fromEntries(scores.map(([, corpus = '', percent]) => [corpus, Number(percent)]));
    expect(share['gofeed'], stdout).toBeGreaterThanOrEqual(95);
    expect(share['feed-rs'], stdout).toBeGreaterThanOrEqual(98.5);
    expect(scores.map(([, , , unread]) => unread)).toEqual(['0', '0']);
  },
);
