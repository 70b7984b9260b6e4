/** From a finished result to a file, whatever the format. */
import { extname } from 'node:path';
import type { RunResult } from '../runner/result/result.ts';
import { renderCtrf } from './ctrf.ts';
import { exchangesOf, renderHar } from './har.ts';
import { renderHtml } from './html.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { renderSarif } from './sarif.ts';
import { readExchanges } from './spool.ts';
import { writeWhole, type Chunks } from './write.ts';

export type { ExchangeRecord } from './har.ts';
export { ReportError } from './write.ts';

export interface ReportOptions {
  /** Every exchange of the run, an `ExchangeRecord` a line: for `har`, which keeps them all. */
  exchangesFile?: string | undefined;
}

export type Format = 'json' | 'html' | 'junit' | 'markdown' | 'ctrf' | 'har' | 'sarif';

const RENDERERS: Readonly<Record<Format, (result: RunResult, options: ReportOptions) => Chunks>> = {
  json: (result) => [renderJson(result)],
  html: (result) => [renderHtml(result)],
  junit: (result) => [renderJunit(result)],
  markdown: (result) => [renderMarkdown(result)],
  ctrf: (result) => [renderCtrf(result)],
  har: (result, { exchangesFile: file }) =>
    renderHar(result, file === undefined ? exchangesOf(result) : readExchanges(file)),
  sarif: (result) => [renderSarif(result)],
};

export const FORMATS = Object.keys(RENDERERS) as readonly Format[];

export function isFormat(name: string): name is Format {
  return Object.hasOwn(RENDERERS, name);
}

/** Writes one report, whole or not at all. Throws a `ReportError` that names the path and the reason. */
export async function writeReport(
  format: Format,
  path: string,
  result: RunResult,
  options: ReportOptions = {},
): Promise<void> {
  await writeWhole(path, () => RENDERERS[format](result, options));
}

/** `out.json` → `out.NAME.json` where a run has several contracts: a report is of one. */
export function reportPath(path: string, contract: string, several: boolean): string {
  if (!several) return path;
  // A contract of the user's own is named by its folder: a path must not lead out of the report's.
  const name = contract.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '') || 'contract';
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}.${name}${extension}`;
}
