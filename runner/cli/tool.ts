import { readFileSync } from 'node:fs';

import { packageFile } from '../../spec/package-root.ts';

/** Name and version as package.json has them. */
export const TOOL = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as {
  name: string;
  version: string;
};
