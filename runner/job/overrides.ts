/** What is said beside the target file, as options have it, in a run's own words. */
import type { Overrides } from './settings.ts';

/** As `Overrides`, but in seconds; what is undefined was not said. */
export type Said = { [Name in keyof Omit<Overrides, 'timeoutMs'>]?: Overrides[Name] | undefined } & {
  /** Seconds for one request. */
  timeout?: number | undefined;
};

export function overridesOf(said: Said): Overrides {
  const { baseUrl, mode, seed, runs, path, concurrency, rate, timeout, maxRequests, reserve } = said;
  return {
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(mode === undefined ? {} : { mode }),
    ...(seed === undefined ? {} : { seed }),
    ...(runs === undefined ? {} : { runs }),
    ...(path === undefined ? {} : { path }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(rate === undefined ? {} : { rate }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout * 1000 }),
    ...(maxRequests === undefined ? {} : { maxRequests }),
    ...(reserve === undefined ? {} : { reserve }),
  };
}
