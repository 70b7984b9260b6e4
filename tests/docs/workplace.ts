/** A folder to do a page in: the command on the path, the examples at hand, ports that nobody else has. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

import { packageFile } from '../../spec/package-root.ts';
import type { Step } from './page.ts';

export class Workplace {
  readonly #folder = mkdtempSync(join(tmpdir(), 'page-'));
  readonly #served: ChildProcess[] = [];
  readonly #ports = new Map<string, string>();
  #printed = '';

  constructor() {
    const bin = join(this.#folder, '.bin');
    mkdirSync(bin);
    const main = packageFile('dist/runner/cli/main.js');
    const shim = (name: string, line: string): void =>
      writeFileSync(join(bin, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
    shim('webhook-conformance', `exec "${process.execPath}" "${main}" "$@"`);
    shim('npx', 'exec "$@"');
    symlinkSync(packageFile('examples'), join(this.#folder, 'examples'));
    // A test that took too long is given up, and nobody closes then.
    process.once('exit', () => this.#end());
  }

  /** Does one step. Throws where it does not go as the page says. */
  async do(step: Step): Promise<void> {
    if (step.kind === 'file') {
      const path = join(this.#folder, step.path);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${await this.#withFreePorts(step.text)}\n`);
    } else if (step.kind === 'print') this.#expect(step.text);
    else if (step.kind === 'serve') await this.#serve(await this.#withFreePorts(step.script));
    else await this.#run(await this.#withFreePorts(step.script), step.status);
  }

  async close(): Promise<void> {
    const gone = this.#served.map(async (child) =>
      child.exitCode === null ? once(child, 'exit') : undefined,
    );
    this.#end();
    await Promise.all(gone);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Ends what serves, each with its whole group: the shell, and what it started. */
  #end(): void {
    for (const { exitCode, signalCode, pid } of this.#served) {
      if (exitCode === null && signalCode === null && pid !== undefined) process.kill(-pid);
    }
  }

  async #run(script: string, status: number): Promise<void> {
    const child = this.#start(script);
    this.#printed = '';
    const gather = (text: Buffer): void => void (this.#printed += text.toString());
    child.stdout?.on('data', gather);
    child.stderr?.on('data', gather);
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== status) throw new Error(`ended with ${code}, not ${status}:\n${script}\n${this.#printed}`);
  }

  async #serve(script: string): Promise<void> {
    const child = this.#start(script);
    this.#served.push(child);
    if (!child.stdout) throw new TypeError('no output');
    const lines = createInterface(child.stdout);
    const ready = new Promise<void>((resolve) => lines.once('line', () => resolve()));
    const ended = once(child, 'exit').then(() => {
      throw new Error(`ended before it was ready:\n${script}`);
    });
    await Promise.race([ready, ended]);
    // From now on its end is what is wanted.
    ended.catch(() => undefined);
  }

  #start(script: string): ChildProcess {
    const { folder, path } = { folder: this.#folder, path: process.env['PATH'] ?? '' };
    return spawn('sh', ['-e', '-c', script], {
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PATH: `${join(folder, '.bin')}:${path}`,
        XDG_STATE_HOME: join(folder, '.state'),
        NO_COLOR: '1',
        GITHUB_ACTIONS: '',
      },
    });
  }

  /** Every line of a sample stands in the output, less its numbers. */
  #expect(sample: string): void {
    const plain = (text: string): string => text.replaceAll(/\d+([.,]\d+)*/g, '#').replaceAll(/\s+/g, ' ');
    const printed = plain(this.#printed);
    for (const line of sample.split('\n').filter((text) => text.trim() !== '')) {
      const parts = plain(line.trim())
        .split('…')
        .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
      if (!new RegExp(parts.join('.*')).test(printed))
        throw new Error(`was to print "${line.trim()}", and printed:\n${this.#printed}`);
    }
  }

  /** Each port that a page names is exchanged for a free one, the same everywhere on the page. */
  async #withFreePorts(text: string): Promise<string> {
    let exchanged = text;
    for (const [, port = ''] of text.matchAll(/(?:127\.0\.0\.1:|--port )(\d+)/g)) {
      const free = this.#ports.get(port) ?? (await freePort());
      this.#ports.set(port, free);
      exchanged = exchanged.replaceAll(new RegExp(`(127\\.0\\.0\\.1:|--port )${port}\\b`, 'g'), `$1${free}`);
    }
    return exchanged;
  }
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return String(typeof address === 'object' ? (address?.port ?? '') : '');
}
