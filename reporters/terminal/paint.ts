/** How the terminal's parts are drawn. */
import type { createColors } from 'picocolors';
import type { Status } from '../../runner/result/result.ts';

export interface TerminalOptions {
  colour: boolean;
  /** Columns. */
  width: number;
  /** Everything: each rule, each reason, each exchange. */
  verbose: boolean;
}

export type Paint = ReturnType<typeof createColors>;

const PAINTS: Readonly<Record<Status, 'green' | 'red' | 'yellow' | 'cyan' | 'dim'>> = {
  passed: 'green',
  failed: 'red',
  'expected-failure': 'yellow',
  inconclusive: 'yellow',
  observed: 'cyan',
  'not-run': 'dim',
};

export function paintStatus(status: Status, text: string, paint: Paint): string {
  return paint[PAINTS[status]](text);
}
