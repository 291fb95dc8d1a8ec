import { defineConfig } from 'vitest/config';

const json: ['json', { outputFile: string }] = ['json', { outputFile: 'artifacts/tests.json' }];

/** What measures time, or kills processes, wants the machine for itself: it comes after the others, a file at a time. */
const alone = ['test/crash.test.ts', 'test/chaos/**/*.test.ts', 'test/work/**/*.test.ts', 'test/store/speed.test.ts'];

/** They drive Debian's Chromium, where it is installed. */
const inBrowser = ['test/browser/**/*.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 20_000,
    reporters: process.env['CI'] ? ['default', json] : ['default'],
    projects: [
      { extends: true, test: { name: 'together', include: ['test/**/*.test.ts'], exclude: [...alone, ...inBrowser] } },
      {
        extends: true,
        test: {
          ...{ name: 'alone', include: alone, fileParallelism: false, sequence: { groupOrder: 1 } },
          // Simulated days are many polls, which a busy machine makes long: what must be fast, says so itself.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          ...{ name: 'browser', include: inBrowser, fileParallelism: false, sequence: { groupOrder: 2 } },
          ...{ hookTimeout: 60_000, testTimeout: 60_000 },
        },
      },
    ],
  },
});
