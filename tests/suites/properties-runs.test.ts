/** A property is judged by all of its examples or not at all, and comes back to any of them. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { Broken, CannotJudge } from '../../runner/cases/findings.ts';
import { Trouble } from '../../runner/http/answer.ts';
import { simplerTexts } from '../../suites/properties/minimal.ts';
import { holds, type Property, type Run } from '../../suites/properties/property.ts';
import { night } from '../runner/nights-run.ts';

const run = (more: Partial<Run> = {}): Run => ({
  seed: 7,
  path: undefined,
  known: undefined,
  each: async (probes, attempt) => {
    for (const probe of probes) await attempt(probe);
  },
  progress: { done: 0 },
  examples: (own) => own,
  ...more,
});

/** Texts of two kinds, ten rounds; `attempt` is told which probe it is, from 0 on. */
function texts(attempt: (text: string, index: number) => Promise<void> | void): {
  tried: string[];
  property: Property<string>;
} {
  const tried: string[] = [];
  return {
    tried,
    property: {
      kinds: [fc.string({ maxLength: 20 }), fc.string({ unit: 'binary', minLength: 3, maxLength: 9 })],
      rounds: 10,
      attempt: async (text) => {
        tried.push(text);
        await attempt(text, tried.length - 1);
      },
      simpler: simplerTexts,
      key: (text) => text,
      read: (data) => (typeof data === 'string' ? data : undefined),
    },
  };
}

async function failureOf(promise: Promise<void>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('a property that is interrupted', () => {
  test.each([new Trouble('answered 503', false, { hopeless: true }), new CannotJudge('the time is over')])(
    'has no verdict: %s',
    async (trouble) => {
      const { property } = texts((_, index) => {
        if (index === 13) throw trouble;
      });
      expect(await failureOf(holds(run(), property))).toBe(trouble);
    },
  );

  test('goes on where it was, and tries what it would have tried', async () => {
    const whole = texts(() => undefined);
    await holds(run(), whole.property);
    const progress = { done: 0 };
    const broken = texts((_, index) => {
      if (index % 7 === 6) throw new Trouble('reset', true);
    });
    const attempts: unknown[] = [];
    do attempts.push(await failureOf(holds(run({ progress }), broken.property)));
    while (attempts.at(-1) instanceof Trouble);
    expect(attempts.at(-1)).toBeUndefined();
    expect(attempts.length).toBeGreaterThan(2);
    // What was interrupted is tried again.
    expect(broken.tried.filter((text, index) => text !== broken.tried[index - 1])).toEqual(whole.tried);
  });

  test('tries again what was not looked at yet', async () => {
    const progress = { done: 0 };
    const broken = texts((_, index) => {
      if (index === 9) throw new Trouble('reset', true);
    });
    await failureOf(holds(run({ progress }), { ...broken.property, open: () => 4 }));
    expect(progress.done).toBe(5);
  });
});

describe('the path in a failure', () => {
  const hasCapital = (text: string): void => {
    if (/[A-Z]/.test(text)) throw new Broken(`no capitals: ${text}`, { counterexample: text });
  };

  test('leads to the smallest counterexample, and to that alone', async () => {
    const first = await failureOf(holds(run(), texts(hasCapital).property));
    if (!(first instanceof Broken) || first.path === undefined) throw new Error('it should have failed');
    expect(first.counterexample).toMatch(/^[A-Z]$/);
    const again = texts(hasCapital);
    const second = await failureOf(holds(run({ path: first.path }), again.property));
    expect(again.tried).toEqual([first.counterexample]);
    expect(second).toMatchObject({ path: first.path, message: first.message });
  });

  test('passes once the example does', async () => {
    await expect(holds(run({ path: '3:1' }), texts(() => undefined).property)).resolves.toBeUndefined();
  });

  test.each(['0:2', '0:0:99999'])('that leads nowhere is no verdict: %s', async (path) => {
    const { property, tried } = texts(() => undefined);
    expect(await failureOf(holds(run({ path }), property))).toBeInstanceOf(CannotJudge);
    expect(tried).toEqual([]);
  });
});

describe('what earlier runs found', () => {
  test('is tried in place of generated examples', async () => {
    const { property, tried } = texts(() => undefined);
    await holds(run({ known: ['one', 'two'] }), property);
    expect(tried).toEqual(['one', 'two']);
  });

  test('is never sent where it is no example of the property', async () => {
    const { property, tried } = texts(() => undefined);
    const error = await failureOf(holds(run({ known: [{ id: 1 }] }), property));
    expect(error).toBeInstanceOf(CannotJudge);
    expect(tried).toEqual([]);
  });
});

describe.concurrent('on a bad night', () => {
  const cases = ['properties/urls/update/hostile-url/tidied', 'properties/ids/get/malformed-id'];

  test('all examples are tried, one after the other', async () => {
    const morning = await night({ trouble: 'reset-after', oneIn: 12, seed: 3, cases });
    expect(morning.troubled).toBeGreaterThan(2);
    expect([morning.words, morning.exit]).toEqual(['', 0]);
  });

  test('a target that wants to be left alone leaves no rule passed', async () => {
    const morning = await night({ trouble: '429-hour', oneIn: 40, seed: 3, cases });
    expect(morning.words).toMatch(/inconclusive .*properties\/urls\/update/);
    expect(morning.exit).toBe(3);
  });
});
