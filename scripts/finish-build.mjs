// What tsc leaves undone: the executable bit, and the extensions of imports in declarations.
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

chmodSync('dist/runner/cli/main.js', 0o755);

for (const name of readdirSync('dist', { recursive: true })) {
  if (!name.endsWith('.d.ts')) continue;
  const path = join('dist', name);
  const text = readFileSync(path, 'utf8');
  // Resolvers but TypeScript's own look for the file that stands there.
  const after = text.replace(/((?:from|import) ?\(?['"]\.{1,2}\/[^'"]+)\.ts(?=['"])/g, '$1.js');
  if (after !== text) writeFileSync(path, after);
}
