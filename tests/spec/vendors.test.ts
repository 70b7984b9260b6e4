/** What a vendor demands is data: the code that judges knows none of them by name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { packageFile } from '../../spec/package-root.ts';

const NAMES = new RegExp(['kompliant', 'konpro', 'energycap'].join('|'), 'i');

test.each(['suites', 'runner', 'reporters'])('%s names no vendor', (room) => {
  const files = readdirSync(packageFile(room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(room, name));
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((path) => NAMES.test(readFileSync(packageFile(path), 'utf8')))).toEqual([]);
});
