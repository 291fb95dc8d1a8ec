import { defineConfig } from 'vitest/config';

const json: ['json', { outputFile: string }] = ['json', { outputFile: 'artifacts/tests.json' }];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    reporters: process.env['CI'] ? ['default', json] : ['default'],
  },
});
