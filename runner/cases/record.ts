/** The memory of one attempt at a case: exchanges, findings, readings. */
import type { Finding, SeenReading } from './findings.ts';
import type { Answer } from '../http/answer.ts';
import type { Attempt } from '../http/client.ts';
import type { RaceMeasure } from '../result/result.ts';

/** As many exchanges as a reader wants to see of one case; the first are the set-up, the last the point. */
const MOST_EXCHANGES = 40;

export class CaseRecord {
  readonly findings: Finding[] = [];
  readonly readings: SeenReading[] = [];
  /** Why the case is `observed`, if it passes: the latitude it made use of. */
  readonly latitude: string[] = [];
  /** What a reader should know of the case though it passes. */
  readonly notes: string[] = [];
  /** Of a race: how much of one it was. */
  race: RaceMeasure | undefined;
  readonly #first: Attempt[] = [];
  readonly #last: Attempt[] = [];
  #pinned: Attempt[] | undefined;

  exchange(attempt: Attempt): void {
    if (this.#first.length < MOST_EXCHANGES / 4) this.#first.push(attempt);
    else {
      this.#last.push(attempt);
      if (this.#last.length > (MOST_EXCHANGES * 3) / 4) this.#last.shift();
    }
  }

  /** What was seen broken stands at the end of the evidence, whatever the case goes on to try. */
  pin(wrong?: Answer): void {
    if (this.#pinned) return;
    const all = this.exchanges;
    const last = all.findLastIndex(({ sentAt }) => sentAt === wrong?.sentAt);
    this.#pinned = last < 0 ? all : all.slice(0, last + 1);
  }

  /** What was sent up to now is the evidence, in place of what was pinned before. */
  pinAll(): void {
    this.#pinned = this.#kept;
  }

  get exchanges(): Attempt[] {
    return this.#pinned ?? this.#kept;
  }

  get #kept(): Attempt[] {
    return [...this.#first, ...this.#last];
  }

  /** The same finding met twice in a case is one. */
  find(finding: Finding): void {
    const known = this.findings.some(
      ({ rule, message }) => rule === finding.rule && message === finding.message,
    );
    if (!known) this.findings.push(finding);
  }

  read(reading: SeenReading): void {
    const known = this.readings.some(
      (other) =>
        other.gap === reading.gap &&
        other.reading === reading.reading &&
        other.rules.join() === reading.rules.join(),
    );
    if (!known) this.readings.push(reading);
  }

  observe(reason: string): void {
    if (!this.latitude.includes(reason)) this.latitude.push(reason);
  }
}
