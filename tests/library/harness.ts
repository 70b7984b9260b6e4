/** Stands in for a project's vitest: collects what is registered, then runs it one after the other. */
import type { Context, Harness } from '../../library/vitest.ts';

export interface Played {
  /** How each test ended, in order: `passed`, `skipped: why`, or the error's message. */
  tests: Map<string, string>;
  /** The error of `afterAll`, if it threw. */
  after?: string;
}

/** Registers by `registered`, then runs the tests that `filter` lets through, as `-t` does. */
export async function play(
  registered: (harness: Harness) => void,
  filter: (name: string) => boolean = () => true,
): Promise<Played> {
  const bodies = new Map<string, (context: Context) => Promise<void>>();
  const hooks: (() => Promise<void>)[] = [];
  const collected: Promise<void>[] = [];
  registered({
    describe: (_, factory) => collected.push(factory()),
    test: (name, _, body) => bodies.set(name, body),
    afterAll: (hook) => hooks.push(hook),
  });
  await Promise.all(collected);
  const tasks = [...bodies.keys()].map((name) => ({ name, mode: filter(name) ? 'run' : 'skip' }));
  const tests = new Map<string, string>();
  for (const [name, body] of bodies) {
    if (!filter(name)) continue;
    let outcome = 'passed';
    const skip = (note = ''): void => {
      outcome = `skipped: ${note}`;
    };
    await body({ skip, task: { suite: { tasks } } }).catch((error: Error) => {
      outcome = error.message;
    });
    tests.set(name, outcome);
  }
  const played: Played = { tests };
  for (const hook of hooks) {
    await hook().catch((error: Error) => {
      played.after = error.message;
    });
  }
  return played;
}
