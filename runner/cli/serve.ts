/** `serve`: an embedded reference server, right or broken on purpose. */
import { writeFile } from 'node:fs/promises';

import { stringify } from 'yaml';

import { SERVERS } from '../../fixtures/servers/index.ts';
import { InputError } from '../../spec/errors.ts';
import { didYouMean, oneOf } from '../../spec/nearest.ts';

export interface ServeOptions {
  port?: number;
  fault?: string;
  /** Lawful ways to differ, all at once. */
  variant?: readonly string[];
  writeTarget?: string;
}

/** Serves until a signal ends it; prints the base URL when it is ready. */
export async function serve(
  contract: string,
  { port, fault, variant = [], writeTarget }: ServeOptions,
): Promise<void> {
  const reference = SERVERS.get(contract);
  if (!reference) {
    throw new InputError(
      `there is no reference server for "${contract}"${didYouMean(contract, SERVERS.keys())}; there are ${oneOf(SERVERS.keys())}`,
    );
  }
  const known = reference.faults.map(({ name }) => name);
  if (fault !== undefined && !known.includes(fault)) {
    throw new InputError(`${contract} has no fault "${fault}"${didYouMean(fault, known)}`);
  }
  const lawful = reference.variants.map(({ name }) => name);
  const wrong = variant.find((name) => !lawful.includes(name));
  if (wrong !== undefined) {
    throw new InputError(`${contract} has no variant "${wrong}"${didYouMean(wrong, lawful)}`);
  }
  const server = await reference
    .start({
      variants: variant,
      ...(port === undefined ? {} : { port }),
      ...(fault === undefined ? {} : { fault }),
    })
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
      throw new InputError(`port ${port} cannot be used (${error.code}); choose another`, { cause: error });
    });
  if (writeTarget !== undefined) {
    // The secrets are the reference server's own; the file is for its owner's eyes all the same.
    const text = stringify({ ...server.target, baseUrl: server.baseUrl });
    await writeFile(writeTarget, text, { mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
      throw new InputError(`${writeTarget} cannot be written (${error.code ?? error.message})`, {
        cause: error,
      });
    });
  }
  process.stdout.write(`${server.baseUrl}\n`);
  const end = (): void => void server.close().then(() => process.exit(0));
  process.once('SIGINT', end).once('SIGTERM', end);
}
