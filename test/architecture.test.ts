import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { settings } from '../src/config.ts';

const ROOT = join(import.meta.dirname, '..');
const RANKS: Readonly<Record<string, number>> = {
  'src/lib': 0,
  'src/model': 1,
  'src/feed': 2,
  'src/format': 2,
  'src/store': 2,
  'src/discord': 2,
  'src/work': 3,
  'src/bot': 3,
  'src/web': 3,
  commands: 4,
  src: 5,
};

/** Where a package may be imported at run time: folders or files. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  'rss-parser': ['src/feed/formats/'],
  turndown: [],
  'turndown/lib/turndown.browser.cjs.js': ['src/format/markdown.ts'],
  kysely: ['src/store/'],
  pg: ['src/store/'],
  'node:sqlite': ['src/store/'],
  keyv: ['src/store/cache.ts'],
  undici: ['src/feed/'],
  'discord.js': ['src/discord/', 'src/bot/', 'commands/'],
  pino: ['src/log.ts'],
  'prom-client': ['src/web/metrics.ts'],
};

/** A word of the names that say nothing. */
const EMPTY_NAME = /(?<![a-z])(manager|service|helper|util|utils|handler|processor|data|info|common|misc)(?![a-z])/i;

const files = globSync(['src/**/*.ts', 'commands/**/*.ts'], { cwd: ROOT }).map(normalize).sort();
const source = (file: string) => readFileSync(join(ROOT, file), 'utf8');

interface Import {
  readonly from: string;
  readonly target: string;
  readonly typesOnly: boolean;
}

function importsOf(file: string): Import[] {
  const statements = source(file).matchAll(
    /^(?:import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...statements].map(([, type, named, bare, dynamic]) => {
    const specifier = named ?? bare ?? dynamic ?? '';
    const target = specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier;
    return { from: file, target, typesOnly: type !== undefined };
  });
}

/** `src/feed` for `src/feed/formats/xml.ts`, `src` for `src/main.ts`. */
function roomOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return top === 'src' && !second.endsWith('.ts') ? `${top}/${second}` : top;
}

const imports = files.flatMap(importsOf);
const inside = imports.filter(({ target }) => /^(src|commands)\//.test(target));

test('a file imports from its own room or from one of a lower rank', () => {
  const wrong = inside.filter(({ from, target }) => {
    const [room, other] = [roomOf(from), roomOf(target)];
    if (room === other) return false;
    if (room === 'src/sandbox') return (RANKS[other] ?? 9) > 1;
    if (other === 'src/sandbox') return from !== 'src/main.ts';
    return (RANKS[other] ?? 9) >= (RANKS[room] ?? -1);
  });
  expect(wrong).toEqual([]);
});

test('every room has a rank', () => {
  const rooms = new Set(files.map(roomOf));
  expect([...rooms].filter((room) => room !== 'src/sandbox' && RANKS[room] === undefined)).toEqual([]);
});

test('a package is imported at run time only where it lives', () => {
  const wrong = imports.filter(({ from, target, typesOnly }) => {
    const homes = HOMES[target];
    return homes !== undefined && !typesOnly && !homes.some((home) => from.startsWith(home));
  });
  expect(wrong).toEqual([]);
});

test('what runs with a token imports no package that is for development only', () => {
  const { dependencies } = JSON.parse(source('package.json')) as { dependencies: Readonly<Record<string, string>> };
  const wrong = imports.filter(({ from, target, typesOnly }) => {
    const [, name = ''] = /^((?:@[^/]+\/)?[^/]+)/.exec(target) ?? [];
    const isOurs = /^(src|commands|package\.json)/.test(target) || target.startsWith('node:');
    return !typesOnly && !isOurs && !from.startsWith('src/sandbox/') && !(name in dependencies);
  });
  expect(wrong).toEqual([]);
});

test('every file that exports a command is in the list of commands', () => {
  const declared = files.flatMap((file) => {
    const [, name] = /^export const (\w+) = (?:command|group)\(/m.exec(source(file)) ?? [];
    return name !== undefined && /^commands\/[^/]+\.ts$/.test(file) ? [name] : [];
  });
  const listed = /Command\[\] = \[([^\]]*)\]/.exec(source('commands/index.ts'))?.[1]?.match(/\w+/g);
  expect(declared.length).toBeGreaterThan(0);
  expect(listed?.toSorted()).toEqual(declared.toSorted());
});

test('the environment and the exit belong to main.ts', () => {
  const readers = files.filter((file) => /process\.(env|exit\()/.test(source(file)));
  expect(readers).toEqual(['src/main.ts']);
});

test('no file has a name that says nothing', () => {
  expect(files.filter((file) => EMPTY_NAME.test(file))).toEqual([]);
});

test('.env.example and config.ts name the same settings', () => {
  const named = [...source('.env.example').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name);
  expect(named.sort()).toEqual(Object.keys(settings).sort());
});

test("the README's table of settings names the same settings", () => {
  const named = [...source('README.md').matchAll(/^\| `([A-Z_]+)` /gm)].map(([, name]) => name);
  expect(named.sort()).toEqual(Object.keys(settings).sort());
});

test('files stay small: the median near 50 lines, nine in ten under 120, none over 250', () => {
  const lengths = files.map((file) => source(file).split('\n').length).sort((a, b) => a - b);
  const at = (share: number) => lengths[Math.floor(lengths.length * share)] ?? 0;
  expect(at(0.5)).toBeLessThan(75);
  expect(at(0.9)).toBeLessThan(120);
  expect(lengths.at(-1)).toBeLessThanOrEqual(250);
});
