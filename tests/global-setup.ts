import { execFileSync } from 'node:child_process';

/** Builds, so that the command which is tested is the one that stands there. */
export default function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}
