/** What is seen while a run lasts: one line that is redrawn, or, in a log, a plain line now and then. */
import pc from 'picocolors';
import { count, duration } from './text.ts';

export interface ProgressState {
  done: number;
  total: number;
  requests: number;
  elapsedMs: number;
  failed: number;
}

export interface Progress {
  update(state: ProgressState): void;
  /** Clears the line, so that what is printed next begins at its start. */
  end(): void;
}

/** As much of a stream as is needed; `process.stderr` is one. */
export interface ProgressStream {
  write(text: string): unknown;
  columns?: number | undefined;
}

/** Faster is unreadable, and over a slow line the redraws would queue up. */
const REDRAW_MS = 100;
/** A log of an hour's run stays short, and no CI takes the silence for a hang. */
const PLAIN_MS = 5000;
const CLEAR = '\r\u001b[2K';

/** `colour` is as NO_COLOR and FORCE_COLOR say when not given. */
export function createProgress(
  stream: ProgressStream,
  options: { tty: boolean; colour?: boolean | undefined },
): Progress {
  const colour = pc.createColors(options.tty && (options.colour ?? pc.isColorSupported));
  let lastMs: number | undefined;
  let lastFailed = 0;
  let drawn = false;

  return {
    update(state) {
      const over = state.done >= state.total;
      const due =
        lastMs === undefined || state.elapsedMs - lastMs >= (options.tty ? REDRAW_MS : PLAIN_MS) || over;
      // A first failure is news even in a log.
      if (!due && !(state.failed > 0 && lastFailed === 0)) return;
      lastMs = state.elapsedMs;
      lastFailed = state.failed;
      if (!options.tty) {
        stream.write(`${describe(state)}\n`);
        return;
      }
      const columns = stream.columns ?? 80;
      const text = `${bar(state, 20)} ${describe(state)}`;
      // One column is left free: a line that is full to the edge wraps on some terminals, and is then never cleared.
      const line = Array.from(text)
        .slice(0, columns - 1)
        .join('');
      stream.write(CLEAR + (state.failed > 0 ? colour.red(line) : line));
      drawn = true;
    },
    end() {
      if (drawn) stream.write(CLEAR);
      drawn = false;
    },
  };
}

/** `12 of 80 cases, 1 failed, 340 requests, 28/s, 12 s left`. */
function describe({ done, total, requests, elapsedMs, failed }: ProgressState): string {
  const parts = [`${count(done)} of ${count(total)} cases`];
  if (failed > 0) parts.push(`${count(failed)} failed`);
  parts.push(`${count(requests)} requests`);
  if (elapsedMs > 0) parts.push(`${count(Math.round((requests * 1000) / elapsedMs))}/s`);
  if (done > 0 && done < total) parts.push(`about ${duration((elapsedMs / done) * (total - done))} left`);
  else if (done >= total) parts.push(duration(elapsedMs));
  return parts.join(', ');
}

function bar({ done, total }: ProgressState, width: number): string {
  const full = total > 0 ? Math.min(width, Math.round((done / total) * width)) : 0;
  return '█'.repeat(full) + '░'.repeat(width - full);
}
