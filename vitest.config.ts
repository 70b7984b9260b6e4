import { availableParallelism } from 'node:os';

import { defineConfig } from 'vitest/config';

/** The command as its users run it (built), the pages of the documentation, whole bad nights, a browser: minutes. */
const END_TO_END = [
  ...['cli', 'docs', 'examples'].map((folder) => `tests/${folder}/**/*.test.ts`),
  'tests/runner/nights.test.ts',
  'tests/reporters/html-browser.test.ts',
];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    // One worker fewer than there are cores, which is the default, leaves half of a small machine idle.
    maxWorkers: availableParallelism(),
    // A shared machine of CI has bad moments of its own; what is broken fails three times.
    retry: process.env['CI'] === 'true' ? 2 : 0,
    setupFiles: ['tests/setup.ts'],
    projects: [
      // Reading the sources and compiling the contracts takes longer than most tests: files share them.
      {
        extends: true,
        test: { name: 'rooms', include: ['tests/**/*.test.ts'], exclude: END_TO_END, isolate: false },
      },
      {
        extends: true,
        test: { name: 'end-to-end', include: END_TO_END, globalSetup: ['tests/global-setup.ts'] },
      },
    ],
  },
});
