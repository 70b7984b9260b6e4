import { availableParallelism } from 'node:os';

import { defineConfig } from 'vitest/config';

const COMMAND = ['cli', 'docs', 'examples'].map((folder) => `tests/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    testTimeout: 60_000,
    // One worker fewer than there are cores, which is the default, leaves half of a small machine idle.
    maxWorkers: availableParallelism(),
    // A shared machine of CI has bad moments of its own; what is broken fails three times.
    retry: process.env['CI'] === 'true' ? 2 : 0,
    projects: [
      { extends: true, test: { name: 'rooms', include: ['tests/**/*.test.ts'], exclude: COMMAND } },
      // The command is tested as its users run it: built.
      {
        extends: true,
        test: { name: 'command', include: COMMAND, globalSetup: ['tests/global-setup.ts'] },
      },
    ],
  },
});
