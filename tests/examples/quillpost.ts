/** The example's server in a process of its own, as its reader starts it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { packageFile } from '../../spec/package-root.ts';

export const QUILLPOST = packageFile('examples/quillpost');

export interface Quillpost {
  baseUrl: string;
  close(): Promise<void>;
}

/** Starts it, right or with one of the faults of faults.yaml, and waits until it is ready. */
export async function startQuillpost(fault?: string): Promise<Quillpost> {
  const args = fault === undefined ? [] : ['--fault', fault];
  const child = spawn(process.execPath, [`${QUILLPOST}/server.mjs`, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  const baseUrl = await new Promise<string>((resolve) => lines.once('line', resolve));
  return {
    baseUrl,
    close: async () => {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}
