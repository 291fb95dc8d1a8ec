import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { settings } from '../src/config.ts';
import { openStore } from '../src/store/index.ts';
import { createMetrics } from '../src/web/metrics.ts';

const ROOT = join(import.meta.dirname, '..');
const text = (file: string) => readFileSync(join(ROOT, file), 'utf8');

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
}

test('every figure that the dashboard draws is one that Herald gives', async () => {
  const store = await openStore('sqlite::memory:');
  const scrape = await createMetrics(store, '0.1.0', Date.now).text();
  await store.close();
  const given = new Set([...scrape.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name));
  const { panels } = JSON.parse(text('deploy/grafana-dashboard.json')) as Dashboard;
  const drawn = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join('\n');
  const named = [...drawn.matchAll(/\b(?:herald|nodejs|process)_\w+/g)].map(([name]) => name.replace(/_bucket$/, ''));
  expect(new Set(named).size).toBeGreaterThan(10);
  expect(named.filter((name) => !given.has(name))).toEqual([]);
  const own = [...given].filter((name) => name?.startsWith('herald_') && name !== 'herald_build_info');
  expect(own.filter((name) => !named.includes(name ?? ''))).toEqual([]);
});

test('the compose file names settings that there are, and files that are there or that it tells to make', () => {
  const compose = text('deploy/compose.yaml');
  const named = [...compose.matchAll(/^ {6}([A-Z_]+):/gm)].map(([, name = '']) => name.replace(/_FILE$/, ''));
  expect(named).toContain('HTTP_TOKEN');
  expect(named.filter((name) => !(name in settings))).toEqual([]);
  const files = [...compose.matchAll(/\.\/([\w.-]+)/g)].map(([, name = '']) => name);
  const made = ['discord-token', 'http-token'];
  expect(files.filter((name) => !made.includes(name) && !existsSync(join(ROOT, 'deploy', name)))).toEqual([]);
});

test('the image holds what it copies, belongs to no root, and is asked for its health', () => {
  const dockerfile = text('Dockerfile');
  const copied = [...dockerfile.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, names = '']) => names.split(' '));
  expect(copied.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
  const allowed = text('.dockerignore');
  for (const name of copied) expect(allowed).toContain(`!${name.replace('./', '')}\n`);
  expect(copied.map((name) => dirname(name))).not.toContain('..');
  expect(dockerfile).toMatch(/^USER node$/m);
  expect(dockerfile).toMatch(/^HEALTHCHECK .*\/healthz/m);
  expect(dockerfile).toMatch(/npm ci --omit=dev/);
});
