// tsc does not set the executable bit.
import { chmodSync } from 'node:fs';

chmodSync('dist/runner/cli/main.js', 0o755);
