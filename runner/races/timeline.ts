import { byInvocation, type History, type Operation } from './history.ts';

export interface TimelineOptions<Call = unknown, Answer = unknown> {
  /** Columns; no line is longer. At least 40. */
  readonly width?: number;
  readonly describeCall?: (call: Call) => string;
  readonly describeAnswer?: (answer: Answer) => string;
  /** For terminals without box characters. */
  readonly ascii?: boolean;
}

const BOX = { start: '├', line: '─', end: '┤', open: '┄', arrow: '→', cut: '…' };
const ASCII: Pen = { start: '|', line: '-', end: '|', open: '.', arrow: '->', cut: '~' };
type Pen = typeof BOX;

/** An operation as it is drawn: its number, and the ranks of its two events among all events. */
interface Bar {
  readonly number: number;
  readonly client: string;
  readonly from: number;
  /** Undefined: open-ended. */
  readonly to: number | undefined;
}

/**
 * Draws a history: one line a client with a numbered bar for each operation, and below what the numbers
 * stand for. Events are spread evenly, in their order: linearizability asks about nothing else, and a bar
 * of some microseconds stays visible. The times themselves are in the legend. What does not fit into the
 * width goes on below.
 */
export function timeline<Call, Answer>(
  history: History<Call, Answer>,
  options: TimelineOptions<Call, Answer> = {},
): string {
  const width = Math.max(40, options.width ?? 100);
  const pen = options.ascii ? ASCII : BOX;
  const operations = history.toSorted(byInvocation);
  const clients = [...new Set(operations.map(({ client }) => client))].toSorted();
  const margin = Math.min(16, Math.max(0, ...clients.map((client) => printable(client).length)));
  const room = width - margin - 2;

  const moments = momentsOf(operations);
  const bars = operations.map(({ client, invokedAt, completedAt }, index) => ({
    number: index + 1,
    client,
    from: moments.indexOf(invokedAt),
    to: completedAt === undefined ? undefined : moments.indexOf(completedAt),
  }));
  // At four columns between events, a bar holds a number of three digits; at twelve it is long enough.
  const step = Math.max(4, Math.min(12, Math.floor(room / (moments.length + 1))));
  const perStrip = Math.floor((room - 1) / step);

  const lines: string[] = [];
  for (let first = 0; first < moments.length; first += perStrip) {
    for (const client of clients) {
      const own = bars.filter((bar) => bar.client === client);
      const name = clip(printable(client), margin, pen).padEnd(margin);
      lines.push(
        `${name}  ${strip(own, first, Math.min(perStrip, moments.length - first), step, pen)}`.trimEnd(),
      );
    }
    lines.push('');
  }
  const origin = operations[0]?.invokedAt ?? 0;
  for (const [index, operation] of operations.entries()) {
    lines.push(clip(legendOf(index + 1, operation, origin, options, pen), width, pen));
  }
  return lines.join('\n');
}

function momentsOf(operations: History): readonly number[] {
  const moments = operations.flatMap(({ invokedAt, completedAt }) => [invokedAt, completedAt ?? invokedAt]);
  return [...new Set(moments)].toSorted((left, right) => left - right);
}

/** One client's line, for `count` events from the one of rank `first`. */
function strip(bars: readonly Bar[], first: number, count: number, step: number, pen: Pen): string {
  const columns = Array.from({ length: count * step + 1 }, () => ' ');
  const last = columns.length - 1;
  for (const { number, from, to } of bars) {
    const left = (from - first) * step;
    const right = to === undefined ? Infinity : (to - first) * step;
    const stroke = to === undefined ? pen.open : pen.line;
    // The end of one strip is the start of the next; what begins there is drawn in the next.
    if (left >= last || right < 0) continue;
    const visible: [number, number] = [Math.max(0, left), Math.min(last, right)];
    columns.fill(stroke, visible[0], visible[1] + 1);
    if (right <= last) columns[right] = pen.end;
    if (left >= 0) columns[left] = pen.start;
    const label = String(number);
    const middle = Math.ceil((visible[0] + visible[1] + 1 - label.length) / 2);
    if (visible[1] - visible[0] > label.length) columns.splice(middle, label.length, ...Array.from(label));
  }
  return columns.join('');
}

function legendOf<Call, Answer>(
  number: number,
  { call, answer, invokedAt, completedAt }: Operation<Call, Answer>,
  origin: number,
  options: TimelineOptions<Call, Answer>,
  pen: Pen,
): string {
  const describeCall = options.describeCall ?? ((value: Call) => JSON.stringify(value));
  const describeAnswer = options.describeAnswer ?? ((value: Answer) => JSON.stringify(value));
  const since = (moment: number): string => (moment - origin).toFixed(2);
  const time =
    completedAt === undefined
      ? `from ${since(invokedAt)} ms`
      : `${since(invokedAt)}-${since(completedAt)} ms`;
  const asked = printable(describeCall(call));
  let answered = 'no answer';
  if (answer !== undefined) answered = printable(describeAnswer(answer));
  else if (completedAt !== undefined) answered = 'any answer';
  return `${String(number).padStart(3)}  ${time.padEnd(17)}  ${asked} ${pen.arrow} ${answered}`;
}

/** URLs may be hostile: nothing but visible ASCII reaches the terminal, and a column is a character. */
function printable(text: string): string {
  return text.replace(/[^ -~]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

function clip(text: string, width: number, pen: Pen): string {
  return text.length <= width ? text : text.slice(0, width - 1) + pen.cut;
}
