/**
 * A page of the documentation as steps that can be done. A comment on its own line says what the next fenced block is for:
 *
 * - `<!-- runs -->`: a script; it must end with 0
 * - `<!-- runs: exits 1 -->`: a script; its last command must end with 1
 * - `<!-- runs: serves -->`: a script that goes on; the next step waits for its first line
 * - `<!-- prints -->`: each of its lines stands in what the last script printed; digits differ, `…` is anything
 * - `<!-- file: target.yaml -->`: the text of a file
 *
 * Blocks without such a comment are for reading.
 */
export type Step =
  | { kind: 'run'; script: string; status: number; line: number }
  | { kind: 'serve'; script: string; line: number }
  | { kind: 'print'; text: string; line: number }
  | { kind: 'file'; path: string; text: string; line: number };

/** The marked blocks of a page, in order. Throws for a mark that is none, or that no block follows. */
export function stepsOf(markdown: string): Step[] {
  const lines = markdown.split('\n');
  const steps: Step[] = [];
  for (const [index, text] of lines.entries()) {
    const mark = /^\s*<!-- (runs|prints|file)\b:?\s*(.*?)\s*-->$/.exec(text);
    if (!mark) continue;
    const line = index + 1;
    const fence = /^\s*(`{3,})/.exec(lines[index + 1] ?? '')?.[1];
    const end = lines.findIndex((other, at) => at > index + 1 && other.trim() === fence);
    if (fence === undefined || end < 0) throw new Error(`line ${line}: no fenced block follows`);
    const content = lines.slice(index + 2, end).join('\n');
    steps.push(stepOf(mark[1] ?? '', mark[2] ?? '', content, line));
  }
  return steps;
}

function stepOf(kind: string, detail: string, content: string, line: number): Step {
  if (kind === 'prints') return { kind: 'print', text: content, line };
  if (kind === 'file') return { kind: 'file', path: detail, text: content, line };
  if (detail === 'serves') return { kind: 'serve', script: content, line };
  const status = /^exits (\d+)$/.exec(detail)?.[1];
  if (detail !== '' && status === undefined) throw new Error(`line ${line}: "runs: ${detail}" is no mark`);
  return { kind: 'run', script: content, status: Number(status ?? 0), line };
}
