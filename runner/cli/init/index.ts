/** `init`: the beginning of a contract, from an OpenAPI document. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { InputError } from '../../../spec/errors.ts';
import { at, isObject } from '../../../spec/json.ts';
import { problemsOf } from '../check-contract.ts';
import { EXIT } from '../exit.ts';
import { shellWord } from '../shell-word.ts';
import { adapt, markOthers } from './document.ts';
import { Outcomes } from './outcomes.ts';
import { locate } from './places.ts';
import { propose } from './propose.ts';
import { recognise } from './recognise.ts';
import { rulesText } from './text.ts';

export interface InitOptions {
  out?: string;
}

/** Writes openapi.yaml and rules.yaml into a folder and says what was recognised. Throws InputError. */
export async function init(path: string, { out }: InitOptions): Promise<number> {
  const document = await adapt(path, async (file) => readFile(file, 'utf8'));
  const name = slug(document.title);
  const folder = out ?? name;
  for (const file of ['rules.yaml', 'openapi.yaml']) {
    if (existsSync(join(folder, file)))
      throw new InputError(
        `${join(folder, file)} exists, and is not overwritten; name another folder with --out`,
      );
  }
  const found = locate(document.data, recognise(document.data, path), path);
  const outcomes = new Outcomes(found);
  const rules = propose(found, outcomes);
  const sheet = { name, title: document.title, found, outcomes, rules, scheme: schemeOf(document.data) };
  const played = found.roles.map(({ operation }) => operation.id);

  const made = await mkdir(folder, { recursive: true });
  const files = new Map([
    ['openapi.yaml', markOthers(document.text, played)],
    ['rules.yaml', rulesText(sheet)],
  ]);
  for (const [file, text] of files) await writeFile(join(folder, file), text, { flag: 'wx' });
  let problems: readonly { where: string; problem: string }[];
  try {
    ({ problems } = await problemsOf(folder));
  } catch (error) {
    // What cannot be read is of no use to anybody.
    for (const file of files.keys()) await rm(join(folder, file));
    if (made !== undefined) await rm(folder, { recursive: true });
    throw error;
  }

  const todos = (files.get('rules.yaml') ?? '').split('\n').filter((line) => line.includes('TODO')).length;
  const lines = [
    ...found.roles.map(
      ({ role, operation }) => `${role.padEnd(6)}  ${operation.method.toUpperCase()} ${operation.path}`,
    ),
    ...found.unplaced.map(
      (value) =>
        `note: {${value}} has no place in a contract: write its value into the paths of openapi.yaml`,
    ),
    ...document.notes.map((note) => `note: ${note}`),
    ...problems.map(({ where, problem }) => `to decide: ${where}: ${problem}`),
    `${join(folder, 'rules.yaml')}: ${rules.length} rules proposed, ${todos} TODOs; then webhook-conformance check-contract ${shellWord(folder)}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return EXIT.ok;
}

function slug(title: string): string {
  const text = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '');
  return text === '' ? 'webhooks' : text.split('-').slice(0, 3).join('-');
}

/** The header that carries the key. */
function schemeOf(document: unknown): { header: string; todo?: string } {
  const all = at(document, '/components/securitySchemes');
  const schemes = Object.values(isObject(all) ? all : {}).filter(isObject);
  const headers = schemes.filter((scheme) => scheme['type'] === 'apiKey' && scheme['in'] === 'header');
  const [first] = headers;
  if (first && headers.length === 1) return { header: String(first['name']) };
  if (first) {
    const names = headers.map((scheme) => String(scheme['name']));
    return {
      header: names[0] ?? '',
      todo: `the document has several headers (${names.join(', ')}); a signature needs a signer of its own`,
    };
  }
  const bearer = schemes.some(
    (scheme) => scheme['type'] === 'oauth2' || String(scheme['scheme']).toLowerCase() === 'bearer',
  );
  if (bearer)
    return { header: 'Authorization', todo: 'a token: write apiKey in the target file as "Bearer ${TOKEN}"' };
  return { header: 'X-API-Key', todo: 'the document does not say in which header the key is' };
}
