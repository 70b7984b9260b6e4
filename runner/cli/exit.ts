import type { RunResult } from '../result/result.ts';

/** What the command's exit status says; scripts rely on these numbers. */
export const EXIT = {
  ok: 0,
  broken: 1,
  input: 2,
  noVerdict: 3,
  left: 4,
  suite: 70,
  interrupted: 130,
} as const;

/** From the one that outweighs all others to the one that says nothing. */
const WEIGHT = [EXIT.suite, EXIT.interrupted, EXIT.input, EXIT.broken, EXIT.left, EXIT.noVerdict, EXIT.ok];

export function exitStatus({ verdict, cleanup }: RunResult): number {
  if (verdict === 'non-conformant') return EXIT.broken;
  if (cleanup.left.length > 0) return EXIT.left;
  return verdict === 'conformant' ? EXIT.ok : EXIT.noVerdict;
}

/** The status of several runs together. */
export function heaviest(statuses: readonly number[]): number {
  return WEIGHT.find((status) => statuses.includes(status)) ?? EXIT.ok;
}
