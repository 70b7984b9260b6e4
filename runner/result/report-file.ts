/** Reads a JSON report back: it comes from outside, so that its form is checked. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

import { Ajv2020 } from 'ajv/dist/2020.js';
import formatsModule from 'ajv-formats';

import { InputError } from '../../spec/errors.ts';
import { packageFile } from '../../spec/package-root.ts';
import type { RunResult } from './result.ts';

/** Throws InputError where the file cannot be read, or is no report. */
export async function readReport(path: string): Promise<RunResult> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new InputError(`the report ${path} cannot be read (${cause.code ?? cause.message})`, { cause });
  });
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new InputError(`${path}: it is no JSON; give a file that run --report json=PATH wrote`, { cause });
  }
  const ajv = new Ajv2020({ strict: true });
  formatsModule.default(ajv, ['date-time']);
  const validate = ajv.compile<RunResult>(
    JSON.parse(readFileSync(packageFile('spec/report.schema.json'), 'utf8')),
  );
  if (validate(data)) return data;
  const [error] = validate.errors ?? [];
  throw new InputError(
    `${path}: it is no JSON report: ${error?.instancePath ?? ''} ${error?.message ?? ''}; give a file that run --report json=PATH wrote`,
  );
}
