import { EXIT } from './exit.ts';

export interface Endings {
  /** The run begins, and its time; `end` is told why it must end, at once if that is known already. */
  arm: (end: (reason: string) => void) => void;
  disarm: () => void;
  interrupted: () => boolean;
  /** Aborted when the run must end. */
  signal: AbortSignal;
}

/** What ends a run early: a signal, or the time limit. From now on signals are ours. */
export function endings(limitSeconds: number | undefined): Endings {
  const over = new AbortController();
  let signals = 0;
  const onSignal = (): void => {
    signals += 1;
    if (signals > 1) process.exit(EXIT.interrupted);
    over.abort('the run was interrupted');
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  let timer: NodeJS.Timeout | undefined;
  const late = (): void => over.abort(`the time limit of ${limitSeconds} s was reached`);
  return {
    arm: (end) => {
      if (limitSeconds !== undefined) timer = setTimeout(late, limitSeconds * 1000);
      const tell = (): void => end(String(over.signal.reason));
      if (over.signal.aborted) tell();
      else over.signal.addEventListener('abort', tell, { once: true });
    },
    disarm: () => {
      clearTimeout(timer);
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    },
    interrupted: () => signals > 0,
    signal: over.signal,
  };
}
