import { execFileSync } from 'node:child_process';

/** The command is tested as its users run it: built. */
export default function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit', shell: process.platform === 'win32' });
}
