import { describe, expect, test } from 'vitest';
import { renderSummary } from '../../reporters/terminal.ts';
import { caseOf, conformant, failing, hostile, resultOf, rule } from './samples.ts';

const plain = { colour: false, width: 100, verbose: false };

/** Nothing but printable characters and line feeds. */
const ACTING = /[^\P{C}\n]/u;

describe('the summary in a terminal', () => {
  test('fits one screen when all is well', async () => {
    const text = renderSummary(conformant(), { ...plain, width: 80 });
    await expect(text).toMatchFileSnapshot('golden/terminal-conformant.txt');
    const lines = text.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  test('tells failures first, each as a sentence with its exchange', async () => {
    const text = renderSummary(failing(), plain);
    await expect(text).toMatchFileSnapshot('golden/terminal-failing.txt');
    expect(text.startsWith('FAILED')).toBe(true);
  });

  test('tells the same finding of many rules once', () => {
    const text = renderSummary(failing(), plain);
    // Beside the entries of the list of expected failures, which are a line each.
    expect(text.match(/^ .*meta\.trace_id/gm)).toHaveLength(1);
    expect(text).toContain('SAM-ENV-01, SAM-ENV-02');
  });

  test('tells how much of a race the races were, each case once', () => {
    const race = (name: string, together: number) =>
      caseOf(name, 'passed', { suite: 'races', race: { rounds: 3, together, of: 8 } });
    const [a, b, c] = [race('races/a', 5), race('races/b', 7), race('races/c', 6)];
    const text = renderSummary(resultOf([rule('R-01', [a, b]), rule('R-02', [b, c])]), plain);
    expect(text).toContain(
      'races     3 cases, 9 rounds, median 6 of 8 requests in flight together, 0 violations\n',
    );
    expect(renderSummary(conformant(), plain)).not.toMatch(/^races/m);
  });

  test('tells everything when asked to', async () => {
    await expect(renderSummary(failing(), { ...plain, verbose: true })).toMatchFileSnapshot(
      'golden/terminal-verbose.txt',
    );
  });

  test('lets nothing that a server sent act on the terminal', async () => {
    for (const verbose of [false, true]) {
      expect(renderSummary(hostile(), { ...plain, verbose })).not.toMatch(ACTING);
    }
    await expect(renderSummary(hostile(), plain)).toMatchFileSnapshot('golden/terminal-hostile.txt');
  });

  test('gives no orders to a build server', () => {
    for (const verbose of [false, true]) {
      const text = renderSummary(hostile(), { ...plain, verbose });
      expect(text).not.toMatch(/^\s*::/m);
      expect(text).not.toMatch(/##\w*\[/);
    }
  });

  test('paints only when told to', () => {
    const painted = renderSummary(failing(), { ...plain, colour: true });
    expect(painted).toContain('\u001b[31m');
    // eslint-disable-next-line no-control-regex -- the escapes are what is looked for
    expect(painted.replaceAll(/\u001b\[\d+m/g, '')).toBe(renderSummary(failing(), plain));
  });
});
