/** What `init` writes for documents of many kinds is a contract that a right server keeps, and a wrong one does not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parse } from 'yaml';

import { problemsOf } from '../../runner/cli/check-contract.ts';
import { init } from '../../runner/cli/init/index.ts';
import { Performance } from '../../runner/job/perform.ts';
import { settingsFor } from '../../runner/job/settings.ts';
import { targetFromData } from '../../runner/job/target.ts';
import type { EndedData } from '../../runner/result/ended.ts';
import type { Contract } from '../../spec/contract.ts';
import { packageFile } from '../../spec/package-root.ts';
import { LAWS } from '../../suites/index.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Fault, SmallServer, type Style } from './small-server.ts';
import { STYLES } from './styles.ts';

const TOOL = { name: 'webhook-conformance', version: 'test' };

beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const document = (name: string): string => packageFile(`tests/contracts/documents/${name}.yaml`);

/** The contract that is proposed for a document; nothing is wrong with it. */
async function proposed(name: string): Promise<Contract> {
  const out = join(temporaryFolder('init'), name);
  await init(document(name), { out });
  const { problems, open } = await problemsOf(out);
  expect(problems).toEqual([]);
  if (!open) throw new TypeError('nothing was read');
  return open.contract;
}

/** How every case of a contract, or of its property laws, ends on a small server. */
async function run(
  name: string,
  contract: Contract,
  fault?: Fault,
  suites: string[] = [],
): Promise<EndedData[]> {
  const style = STYLES[name];
  if (!style) throw new TypeError(`no style ${name}`);
  const server = new SmallServer(parse(readFileSync(document(name), 'utf8'), { merge: true }), style, fault);
  try {
    const target = targetFromData({ ...targetOf(style), baseUrl: await server.start() }, 'the small server');
    const performance = await Performance.prepare(
      {
        settings: settingsFor(contract, target, { seed: 1, runs: 6 }),
        selection: { suites, rules: [], cases: [] },
        spool: '',
        keepExchanges: false,
        command: 'replay',
        tool: TOOL,
      },
      contract,
      LAWS,
    );
    await Promise.all(performance.cases.map(async (one) => performance.run(one)));
    await performance.finish();
    return performance.ended;
  } finally {
    await server.close();
  }
}

function targetOf({ accounts, keys, account, there }: Style): Record<string, unknown> {
  return {
    auth: { apiKey: keys[0] },
    accounts: accounts.map((id, index) => ({
      id,
      ...(account === undefined ? { auth: { apiKey: keys[index] } } : {}),
      ...(there ? { fixtures: { webhookIds: there.map((hook) => hook['id']) } } : {}),
    })),
  };
}

/** What the run found wrong or could not judge, in the cases and in passing. */
function troubles(ended: readonly EndedData[]): string[] {
  return ended.flatMap(({ result, findings }) => [
    ...(result.status === 'failed' || result.status === 'inconclusive'
      ? [`${result.status} ${result.name}: ${result.message ?? ''}`]
      : []),
    ...findings.filter(({ kind }) => kind === 'broken').map(({ message }) => `${result.name}: ${message}`),
  ]);
}

/** The property laws that are proposed for a document. A mere sketch has none: it names no refusal and no update. */
const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'rest-uuid': ['bodies', 'distinct-urls', 'ids', 'sequences', 'urls'],
  'rpc-body': ['bodies', 'distinct-urls', 'ids', 'sequences', 'urls'],
  'numeric-put': ['bodies', 'distinct-urls', 'ids', 'sequences', 'urls'],
  'post-update': ['bodies', 'distinct-urls', 'ids', 'sequences', 'urls'],
  'no-list': ['bodies', 'distinct-urls', 'ids', 'sequences', 'urls'],
  'no-delete': ['bodies', 'ids', 'sequences', 'urls'],
  'query-id': ['bodies', 'distinct-urls', 'ids', 'sequences', 'urls'],
  bare: [],
};

test.each(Object.keys(STYLES))('%s: a right server keeps what is proposed, properties too', async (name) => {
  const ended = await run(name, await proposed(name));
  expect(troubles(ended)).toEqual([]);
  const judged = ended
    .filter(({ result }) => result.status === 'passed' || result.status === 'observed')
    .map(({ result }) => result.name.split('/'));
  const properties = judged.flatMap(([suite, law = '']) => (suite === 'properties' ? [law] : []));
  expect([...new Set(properties)].toSorted()).toEqual(PROPERTIES[name]);
});

test.each<[string, Fault, string]>([
  ['rest-uuid', 'cuts-queries', 'properties/urls/update'],
  ['rpc-body', 'takes-any-type', 'properties/bodies/'],
  ['numeric-put', 'reads-the-beginning-of-ids', 'properties/ids/get'],
  ['query-id', 'forgets-the-last-field', 'properties/sequences/update'],
])('%s: a server that %s fails what is proposed', async (name, fault, broken) => {
  const ended = await run(name, await proposed(name), fault, ['properties']);
  const failed = ended.filter(({ result }) => result.status === 'failed').map(({ result }) => result.name);
  expect(failed).toContainEqual(expect.stringContaining(broken));
});
