/** `init`: the beginning of a contract, from an OpenAPI document. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { InputError } from '../../../spec/errors.ts';
import { problemsOf } from '../check-contract.ts';
import { EXIT } from '../exit.ts';
import { shellWord } from '../shell-word.ts';
import { credentialsOf } from './credentials.ts';
import { adapt, markOthers } from './document.ts';
import { fitting } from './fitting.ts';
import { Outcomes } from './outcomes.ts';
import { locate } from './places.ts';
import { recognise, type Recognised } from './recognise.ts';
import { propose } from './rules/index.ts';
import { Ground } from './rules/rule.ts';
import { rulesText } from './text.ts';

export interface InitOptions {
  out?: string;
}

/** Writes openapi.yaml and rules.yaml into a folder and says what was recognised. Throws InputError. */
export async function init(path: string, { out }: InitOptions): Promise<number> {
  const document = await adapt(path, async (file) => readFile(file, 'utf8'));
  const name = slug(document.title);
  const folder = out ?? name;
  for (const existing of ['rules.yaml', 'openapi.yaml']) {
    if (existsSync(join(folder, existing)))
      throw new InputError(
        `${join(folder, existing)} exists, and is not overwritten; name another folder with --out`,
      );
  }
  const recognised = recognise(document.data, path);
  const played = removable(recognised);
  const found = locate(document.data, played, path);
  const ground = new Ground(found, new Outcomes(found), credentialsOf(document.data));
  const proposed = propose(ground);
  const openapi = markOthers(document.text, {
    played: found.roles.map(({ operation }) => operation.id),
    ...(recognised.size > played.size ? { creates: recognised.get('create')?.id } : {}),
  });
  const textOf = (rules: typeof proposed): string =>
    rulesText({ name, title: document.title, ground, rules });

  const made = await mkdir(folder, { recursive: true });
  const [shapes, file] = [join(folder, 'openapi.yaml'), join(folder, 'rules.yaml')];
  await writeFile(shapes, openapi, { flag: 'wx' });
  await writeFile(file, textOf(proposed), { flag: 'wx' });
  let rules = proposed;
  let problems: readonly { where: string; problem: string }[];
  try {
    rules = await fitting(proposed, folder);
    await writeFile(file, textOf(rules));
    ({ problems } = await problemsOf(folder));
  } catch (error) {
    // What cannot be read is of no use to anybody.
    for (const written of [shapes, file]) await rm(written);
    if (made !== undefined) await rm(folder, { recursive: true });
    throw error;
  }

  const todos = textOf(rules)
    .split('\n')
    .filter((line) => line.includes('TODO')).length;
  const lines = [
    ...found.roles.map(
      ({ role, operation }) => `${role.padEnd(6)}  ${operation.method.toUpperCase()} ${operation.path}`,
    ),
    ...(recognised.size > played.size ? [`note: ${LEFT_OUT}`] : []),
    ...found.unplaced.map(
      (value) =>
        `note: {${value}} has no place in a contract: write its value into the paths of openapi.yaml`,
    ),
    ...found.unsent.map((value) => `note: ${value} is required, and a contract has no place for it`),
    ...document.notes.map((note) => `note: ${note}`),
    ...problems.map(({ where, problem }) => `to decide: ${where}: ${problem}`),
    `${file}: ${rules.length} rules proposed, ${todos} TODOs; then webhook-conformance check-contract ${shellWord(folder)}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return EXIT.ok;
}

const LEFT_OUT =
  'create is left out, since nothing deletes what a run would create: name webhooks to work on under fixtures.webhookIds of the target file';

/** Less the create where nothing deletes: whatever a run makes must go again. An update can be tried on what is there. */
function removable(recognised: Recognised): Recognised {
  if (recognised.has('delete') || !recognised.has('update')) return recognised;
  return new Map([...recognised].filter(([role]) => role !== 'create'));
}

function slug(title: string): string {
  const text = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '');
  return text === '' ? 'webhooks' : text.split('-').slice(0, 3).join('-');
}
