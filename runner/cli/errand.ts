/** Where a run goes: the target of a file, or an embedded reference server. */
import { SERVERS } from '../../fixtures/servers/index.ts';
import { InputError } from '../../spec/errors.ts';
import { readTarget, type Target, targetFromData } from '../job/target.ts';
import { contractFolder } from './contracts.ts';
import { shellWord } from './shell-word.ts';

/** Where one contract's run goes. */
export interface Errand {
  folder: string;
  target: Target;
  /** Begins the replay command. */
  command: string;
  /** Whether the server ends with the run: then nothing needs to be remembered. */
  embedded: boolean;
  close(): Promise<void>;
}

/** The line that runs one of its cases again, up to the case. */
export function commandOf(
  { command }: Errand,
  { baseUrl, corpus }: { baseUrl?: string; corpus?: string },
  seed: number,
): string {
  const overridden = baseUrl === undefined ? '' : ` --base-url ${shellWord(baseUrl)}`;
  const known = corpus === undefined ? '' : ` --corpus ${shellWord(corpus)}`;
  return `${command}${overridden}${known} --seed ${seed}`;
}

/** From a target file; the contract's name outweighs the file's. */
export async function configured(contract: string | undefined, path: string): Promise<Errand> {
  const target = await readTarget(path, process.env);
  const name = contract ?? target.contract;
  if (name === undefined)
    throw new InputError(`${path}: contract is missing; name one here or on the command line`);
  const folder = contractFolder(name);
  const command = `webhook-conformance run ${shellWord(name)} --target ${shellWord(path)}`;
  return { folder, target, command, embedded: false, close: () => Promise.resolve() };
}

/** A contract at its own server, which starts now. */
export async function embedded(name: string): Promise<Errand> {
  const folder = contractFolder(name);
  const reference = SERVERS.get(name);
  if (!reference) throw new InputError(`contract ${name} has no embedded server: give --target FILE`);
  const server = await reference.start();
  const target = targetFromData({ ...server.target, baseUrl: server.baseUrl }, 'the embedded server');
  return {
    folder,
    target,
    command: `webhook-conformance run ${name}`,
    embedded: true,
    close: async () => server.close(),
  };
}
