import { defineConfig } from 'vitest/config';

/** Three projects: quick pure and adapter tests, contract suites on real servers, and real browsers. */
export default defineConfig({
  test: {
    sequence: { shuffle: true },
    env: { TZ: 'UTC' },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/contract/**'],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          // A browser on a busy machine; a title that flashes every other second.
          expect: { poll: { timeout: 10_000 } },
        },
      },
    ],
  },
});
