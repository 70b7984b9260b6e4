/** A PostgreSQL of the test's own, from the server's packages: a free port, a folder that is removed, no root. */
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Postgres {
  url: string;
  password: string;
  stop(): void;
}

/** The folder of the server's programs, or undefined where they are not installed. */
export function postgresPrograms(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root) : [];
  return versions.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

/** Started and ready. */
export async function startPostgres(bin: string): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const data = join(folder, 'data');
  const password = 'a canary, p@ss/word';
  writeFileSync(join(folder, 'password'), password);
  // The server refuses to run as root; its package has made a user for it.
  const user = process.getuid?.() === 0 ? ids('postgres') : undefined;
  if (user) {
    chownSync(folder, user.uid, user.gid);
    chownSync(join(folder, 'password'), user.uid, user.gid);
  }
  const run = (program: string, ...args: string[]): void => {
    execFileSync(join(bin, program), args, { ...user, cwd: folder, stdio: 'ignore' });
  };
  const secret = ['--auth=scram-sha-256', `--pwfile=${join(folder, 'password')}`];
  run('initdb', '-D', data, '-U', 'tester', ...secret, '--no-sync', '-E', 'UTF8', '--locale=C');
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', 'fsync=off', `unix_socket_directories=${folder}`];
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])],
    { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  await new Promise<void>((resolve, reject) => {
    let log = '';
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (log.includes('ready to accept connections')) resolve();
    });
    server.once('exit', () => reject(new Error(`PostgreSQL has not started: ${log}`)));
  });
  return {
    url: `postgres://tester:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`,
    password,
    stop: () => {
      run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ids(name: string): { uid: number; gid: number } {
  const number = (flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: number('-u'), gid: number('-g') };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
