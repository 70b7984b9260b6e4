/** A run that begins when the first test asks for an outcome, whose cases go on side by side while tests wait. */
import type { EndedData } from '../runner/result/ended.ts';
import type { RunResult } from '../runner/result/result.ts';
import { Engagement } from './engagement.ts';
import type { Options } from './options.ts';

export class Stage {
  readonly #options: () => Promise<Options>;
  #playing: Promise<Playing> | undefined;
  #finished: Promise<RunResult> | undefined;

  /** `options` is called once, when the run begins: only then is the server known. */
  constructor(options: () => Promise<Options>) {
    this.#options = options;
  }

  /** Begins with these cases, if it has not begun yet. Throws the family's errors, to each who asks. */
  async play(names: readonly string[]): Promise<Playing> {
    this.#playing ??= this.#begin(names);
    return this.#playing;
  }

  /** Waits for every case, cleans up, composes the result, once; undefined where the run never came about. */
  async finish(): Promise<RunResult | undefined> {
    const playing = await this.#playing?.catch(() => undefined);
    if (!playing) return undefined;
    this.#finished ??= Promise.allSettled(playing.outcomes.values()).then(async () =>
      playing.engagement.finish(),
    );
    return this.#finished;
  }

  async #begin(names: readonly string[]): Promise<Playing> {
    const engagement = await Engagement.begin({ ...(await this.#options()), cases: names });
    const outcomes = new Map(
      engagement.cases.map((one) => {
        const outcome = engagement.run(one);
        // Whoever asks is told; that nobody has asked yet is no unhandled rejection.
        outcome.catch(() => undefined);
        return [one.name, outcome];
      }),
    );
    return { engagement, outcomes };
  }
}

export interface Playing {
  engagement: Engagement;
  /** How each case ends, by its name. */
  outcomes: ReadonlyMap<string, Promise<EndedData>>;
}
