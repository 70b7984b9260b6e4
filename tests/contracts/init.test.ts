/** `init`: what it recognises, and that what it writes is a contract. */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parse, stringify } from 'yaml';

import { problemsOf } from '../../runner/cli/check-contract.ts';
import { init } from '../../runner/cli/init/index.ts';
import { Performance, rolesOf } from '../../runner/job/perform.ts';
import { settingsFor } from '../../runner/job/settings.ts';
import { readTarget } from '../../runner/job/target.ts';
import { isObject } from '../../spec/json.ts';
import { loadContract } from '../../spec/load.ts';
import { packageFile } from '../../spec/package-root.ts';
import { LAWS } from '../../suites/index.ts';
import { QUILLPOST, startQuillpost } from '../examples/quillpost.ts';
import { temporaryFolder } from '../temporary-folder.ts';

let said = '';

beforeEach(() => {
  said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

const folder = (): string => temporaryFolder('init');

/** A document as a vendor would have it: without the keywords of ours. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  const own = Object.entries(value).filter(([key]) => !key.startsWith('x-'));
  return Object.fromEntries(own.map(([key, inner]) => [key, plain(inner)]));
}

function document(source: string): string {
  const path = join(folder(), 'api.yaml');
  writeFileSync(path, stringify(plain(parse(readFileSync(packageFile(source), 'utf8'), { merge: true }))));
  return path;
}

test.each<[string, string[], Record<string, unknown>]>([
  [
    'spec/kompliant/openapi.yaml',
    ['create', 'list', 'get', 'update', 'delete'],
    { account: 'body:/account_id', id: 'body:/config_id' },
  ],
  ['spec/konpro/openapi.yaml', ['create', 'list', 'update', 'delete'], { id: 'query:endpoint_id' }],
  ['spec/energycap/openapi.yaml', ['list', 'get', 'update', 'delete'], { id: 'path:webhookId' }],
  [
    'examples/quillpost/openapi.yaml',
    ['create', 'list', 'get', 'update', 'delete'],
    { account: 'path:project_id', id: 'path:webhook_id' },
  ],
])('%s is recognised', async (source, roles, places) => {
  const out = join(folder(), 'own');
  expect(await init(document(source), { out })).toBe(0);
  const { problems, open } = await problemsOf(out);
  expect(problems).toEqual([]);
  expect([...(open?.contract.roles.keys() ?? [])]).toEqual(roles);
  const rules = parse(readFileSync(join(out, 'rules.yaml'), 'utf8')) as { roles: { delete: object } };
  expect(rules.roles.delete).toMatchObject(places);
  expect(open?.contract.item.fields.get('url')).toMatchObject({ kind: 'url' });
  expect(said).toMatch(/\d+ rules proposed, \d+ TODOs/);
});

test('what is proposed for the example finds a fault of its server', async () => {
  const out = join(folder(), 'own');
  await init(document('examples/quillpost/openapi.yaml'), { out });
  const rules = join(out, 'rules.yaml');
  // The one decision that a run cannot do without.
  writeFileSync(rules, readFileSync(rules, 'utf8').replace(/^# (limit: 10) .*$/m, '$1'));
  expect(await failed(out, 'reads-other-projects')).toEqual(['QUI-ACCOUNT-01']);
});

/** The rules that a run on the example's server sees broken. */
async function failed(out: string, fault: string): Promise<string[]> {
  const contract = await loadContract(out, rolesOf(LAWS));
  const server = await startQuillpost(fault);
  try {
    const target = await readTarget(`${QUILLPOST}/target.yaml`, { QUILLPOST_URL: server.baseUrl });
    const run = await Performance.prepare(
      {
        settings: settingsFor(contract, target, { seed: 1 }),
        selection: { suites: [], rules: ['QUI-ACCOUNT-01', 'QUI-ID-01'], cases: [] },
        spool: '',
        keepExchanges: false,
        command: 'webhook-conformance run',
        tool: { name: 'webhook-conformance', version: 'test' },
      },
      contract,
      LAWS,
    );
    await Promise.all(run.cases.map(async (one) => run.run(one)));
    await run.finish();
    const broken = run.ended.flatMap(({ result, rules }) => (result.status === 'failed' ? rules : []));
    return [...new Set(broken)];
  } finally {
    await server.close();
  }
}

test('names, numbers and reads what another document leaves out', async () => {
  const error = { description: 'an error' };
  const hook = {
    allOf: [
      { $ref: '#/components/schemas/NewHook' },
      {
        type: 'object',
        required: ['id'],
        properties: { id: { type: 'integer' }, created_at: { type: 'string' } },
      },
    ],
  };
  const json = (schema: object): object => ({ content: { 'application/json': { schema } } });
  const shown = { description: 'it', ...json({ $ref: '#/components/schemas/Hook' }) };
  const parameter = (name: string): object => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  });
  const path = join(folder(), 'api.json');
  const own = {
    openapi: '3.0.3',
    info: { title: 'Some API!', version: '1' },
    paths: {
      '/orgs/{org}/hooks': {
        parameters: [parameter('org')],
        get: {
          responses: {
            200: {
              description: 'all',
              ...json({ type: 'array', items: { $ref: '#/components/schemas/Hook' } }),
            },
            default: error,
          },
        },
        post: {
          requestBody: json({ $ref: '#/components/schemas/NewHook' }),
          responses: { 201: shown, '4XX': error },
        },
      },
      '/orgs/{org}/hooks/{hook_id}': {
        parameters: [parameter('org'), parameter('hook_id')],
        put: {
          requestBody: json({ $ref: '#/components/schemas/NewHook' }),
          responses: { 200: shown, default: error },
        },
        delete: { responses: { 204: { description: 'gone' }, default: error } },
      },
      '/ping': { get: { responses: { 200: { description: 'pong' } } } },
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: {
        NewHook: {
          type: 'object',
          required: ['callback_url'],
          properties: { callback_url: { type: 'string' }, active: { type: 'boolean' } },
        },
        Hook: hook,
      },
    },
  };
  writeFileSync(path, JSON.stringify(own));
  const out = join(folder(), 'own');
  expect(await init(path, { out })).toBe(0);
  expect((await problemsOf(out)).problems).toEqual([]);
  const { roles, item, authentication } = await loadContract(out, rolesOf(LAWS));
  expect(roles.get('create')).toMatchObject({ account: { in: 'path', at: 'org' }, item: '' });
  expect(roles.get('create')?.fields.get('url')).toEqual({ in: 'body', at: '/callback_url' });
  expect([...(roles.get('delete')?.operation.responses.keys() ?? [])]).toEqual([
    204, 400, 401, 403, 404, 409, 422,
  ]);
  expect(item).toMatchObject({ id: '/id', idType: 'integer', created: '/created_at' });
  expect(authentication.settings).toEqual({ header: 'Authorization' });
  expect(said).toContain('5 operations were given an operationId');
});

test.each<[string, string, RegExp]>([
  [
    'no webhooks',
    'openapi: 3.1.0\ninfo: { title: Pets, version: "1" }\npaths: { /pets: { post: { responses: { "201": { description: made } } } } }',
    /no webhook resource is found.*\/pets/,
  ],
  [
    'Swagger 2',
    'swagger: "2.0"\ninfo: { title: Old, version: "1" }\npaths: {}',
    /api\.yaml:1: this is Swagger "2\.0", and OpenAPI 3\.1 is needed/,
  ],
  ['broken YAML', 'openapi: 3.1.0\npaths: [\n', /api\.yaml:\d+:\d+:/],
  ['no OpenAPI at all', 'hello', /not an OpenAPI document/],
  [
    'a broken reference',
    'openapi: 3.1.0\ninfo: { title: X, version: "1" }\npaths: { /hooks: { post: { responses: { "201": { $ref: "#/components/responses/None" } } } } }',
    /api\.yaml:\d+: not a valid OpenAPI document: .*None/,
  ],
])('a document with %s is one helpful line, and nothing is written', async (_, text, message) => {
  const at = folder();
  writeFileSync(join(at, 'api.yaml'), text);
  const out = join(at, 'own');
  const error: unknown = await init(join(at, 'api.yaml'), { out }).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ name: 'InputError', message: expect.stringMatching(message) as string });
  expect((error as Error).message).not.toContain('\n');
  expect(existsSync(out)).toBe(false);
});

test('nothing is overwritten', async () => {
  const out = folder();
  cpSync(`${QUILLPOST}/rules.yaml`, join(out, 'rules.yaml'));
  await expect(init(`${QUILLPOST}/openapi.yaml`, { out })).rejects.toThrow(
    /rules\.yaml exists, and is not overwritten/,
  );
  expect(existsSync(join(out, 'openapi.yaml'))).toBe(false);
});

test('a webhook that holds another one, and a title of two lines, are no trouble', async () => {
  const hook = { $ref: '#/components/schemas/Hook' };
  const json = (schema: unknown): unknown => ({ 'application/json': { schema } });
  const path = join(folder(), 'api.yaml');
  const out = join(folder(), 'own');
  const operations = {
    post: {
      operationId: 'createHook',
      requestBody: { content: json(hook) },
      responses: { '201': { description: 'made', content: json(hook) } },
    },
    get: {
      operationId: 'listHooks',
      responses: { '200': { description: 'all', content: json({ type: 'array', items: hook }) } },
    },
  };
  const properties = { id: { type: 'string' }, url: { type: 'string' }, next: hook };
  const text = stringify({
    openapi: '3.1.0',
    info: { title: 'Hooks\nof two lines: yes', version: '1' },
    paths: { '/hooks': operations },
    components: { schemas: { Hook: { type: 'object', required: ['url'], properties } } },
  });
  writeFileSync(path, text);
  await init(path, { out });
  expect((await loadContract(out, rolesOf(LAWS))).title).toContain('of two lines: yes');
  // Nothing else could be tried, so the create stays, and what is missing is said.
  expect(said).toMatch(/to decide: rules\.yaml:\d+: what a run creates could never be removed/);
});
