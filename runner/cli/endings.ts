import { EXIT } from './exit.ts';

export interface Endings {
  /** From now on signals are ours; `end` is told why. */
  arm: (end: (reason: string) => void) => void;
  disarm: () => void;
  interrupted: () => boolean;
}

/** What ends a run early: a signal, or the time limit. */
export function endings(limitSeconds: number | undefined): Endings {
  let end: (reason: string) => void = () => undefined;
  let signals = 0;
  const onSignal = (): void => {
    signals += 1;
    if (signals > 1) process.exit(EXIT.interrupted);
    end('the run was interrupted');
  };
  const timer =
    limitSeconds === undefined
      ? undefined
      : setTimeout(() => end(`the time limit of ${limitSeconds} s was reached`), limitSeconds * 1000);
  return {
    arm: (stop) => {
      end = stop;
      process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
    },
    disarm: () => {
      clearTimeout(timer);
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    },
    interrupted: () => signals > 0,
  };
}
