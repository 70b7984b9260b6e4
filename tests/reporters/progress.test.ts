import { describe, expect, test } from 'vitest';
import { createProgress } from '../../reporters/progress.ts';

function recorded(columns?: number): {
  stream: { write(text: string): void; columns?: number };
  all: string[];
} {
  const all: string[] = [];
  const write = (text: string): void => void all.push(text);
  return { all, stream: columns === undefined ? { write } : { write, columns } };
}

const state = { done: 10, total: 40, requests: 100, elapsedMs: 2000, failed: 0 };

describe('progress', () => {
  test('is one line redrawn on a terminal, with rate and time left', () => {
    const { stream, all } = recorded(120);
    const progress = createProgress(stream, { tty: true, colour: false });
    progress.update(state);
    progress.update({ ...state, elapsedMs: 2050 });
    progress.update({ ...state, done: 20, elapsedMs: 4000 });
    progress.end();
    progress.end();
    expect(all).toEqual([
      '\r\u001b[2K█████░░░░░░░░░░░░░░░ 10 of 40 cases, 100 requests, 50/s, about 6.0 s left',
      '\r\u001b[2K██████████░░░░░░░░░░ 20 of 40 cases, 100 requests, 25/s, about 4.0 s left',
      '\r\u001b[2K',
    ]);
  });

  test('never fills a narrow terminal to the edge', () => {
    const { stream, all } = recorded(30);
    createProgress(stream, { tty: true, colour: false }).update(state);
    expect(all[0]?.replace('\r\u001b[2K', '')).toHaveLength(29);
  });

  test('is a plain line now and then in a log, and at the first failure', () => {
    const { stream, all } = recorded();
    const progress = createProgress(stream, { tty: false, colour: true });
    for (let second = 0; second <= 12; second++) {
      progress.update({ ...state, done: second, elapsedMs: second * 1000, failed: second >= 7 ? 1 : 0 });
    }
    progress.update({ ...state, done: 40, elapsedMs: 12_500, failed: 1 });
    progress.end();
    expect(all).toEqual([
      '0 of 40 cases, 100 requests\n',
      '5 of 40 cases, 100 requests, 20/s, about 35.0 s left\n',
      '7 of 40 cases, 1 failed, 100 requests, 14/s, about 33.0 s left\n',
      '12 of 40 cases, 1 failed, 100 requests, 8/s, about 28.0 s left\n',
      '40 of 40 cases, 1 failed, 100 requests, 8/s, 12.5 s\n',
    ]);
  });

  test('turns red once something failed, where colours are wanted', () => {
    const { stream, all } = recorded(120);
    createProgress(stream, { tty: true, colour: true }).update({ ...state, failed: 1 });
    expect(all[0]).toContain('\u001b[31m');
  });
});
