/** The APIs of the documents in `documents/`, as the small server plays them. */
import { randomBytes, randomUUID } from 'node:crypto';

import type { Hook, Style } from './small-server.ts';

const KEYS = ['kA7-first-of-two-Qz31', 'kB9-second-of-two-Xw72'];
const STATUSES = { created: 201, invalid: 422, malformed: 400, missing: 404 };
const now = (): string => new Date().toISOString();

function pick(body: Hook, ...names: readonly string[]): Hook {
  return Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));
}

export const STYLES: Readonly<Record<string, Style>> = {
  // Ids are UUIDs in the path, a token, PATCH, errors as problem+json, a list in pages.
  'rest-uuid': {
    routes: {
      create: ['POST', '/v1/webhooks'],
      list: ['GET', '/v1/webhooks'],
      get: ['GET', '/v1/webhooks/{webhookId}'],
      update: ['PATCH', '/v1/webhooks/{webhookId}'],
      delete: ['DELETE', '/v1/webhooks/{webhookId}'],
    },
    header: 'Authorization',
    keys: KEYS.map((key) => `Bearer ${key}`),
    accounts: ['a', 'b'],
    id: 'path:webhookId',
    newId: () => randomUUID(),
    made: (id) => ({ id, created_at: now() }),
    touched: () => ({ updated_at: now() }),
    defaults: { description: '', active: true },
    all: (hooks) => ({ data: hooks.slice(0, 20), has_more: hooks.length > 20 }),
    statuses: STATUSES,
    problem: (status) => ({
      type: 'application/problem+json',
      body: { title: `status ${status}`, status, detail: 'see the pages' },
    }),
  },
  // Everything is a POST with its ids in the body; the webhook is one object of several in it.
  'rpc-body': {
    routes: {
      create: ['POST', '/webhook.create'],
      list: ['POST', '/webhook.list'],
      get: ['POST', '/webhook.get'],
      update: ['POST', '/webhook.update'],
      delete: ['POST', '/webhook.delete'],
    },
    header: 'X-Ledgerly-Key',
    keys: KEYS.slice(0, 1),
    account: 'body:/workspace_id',
    accounts: ['ws_one_8Hq2', 'ws_two_9Kc4'],
    id: 'body:/webhook_id',
    newId: () => `hk_${randomBytes(10).toString('hex')}`,
    made: (id) => ({ webhook_id: id, created: 1_700_000_000 }),
    asked: ({ config }) => pick((config ?? {}) as Hook, 'target_url', 'note', 'version'),
    one: (webhook) => ({ ok: true, webhook }),
    all: (webhooks) => ({ ok: true, webhooks }),
    deleted: () => ({ ok: true }),
    statuses: { created: 200, invalid: 400, malformed: 400, missing: 404 },
    problem: (status) => ({ type: 'application/json', body: { ok: false, error: `e${status}` } }),
  },
  // Ids are numbers, PUT replaces, one schema serves requests and answers, errors are "default".
  'numeric-put': {
    routes: {
      create: ['POST', '/orgs/{org}/hooks'],
      list: ['GET', '/orgs/{org}/hooks'],
      get: ['GET', '/orgs/{org}/hooks/{hook_id}'],
      update: ['PUT', '/orgs/{org}/hooks/{hook_id}'],
      delete: ['DELETE', '/orgs/{org}/hooks/{hook_id}'],
    },
    header: 'X-Api-Key',
    keys: KEYS.slice(0, 1),
    account: 'path:org',
    accounts: ['orchard-one', 'orchard-two'],
    id: 'path:hook_id',
    newId: (count) => 4100 + count,
    made: (id) => ({ id, created_at: now() }),
    asked: (body) => pick(body, 'callback_url', 'mode', 'priority', 'label'),
    defaults: { label: null },
    replaces: true,
    touched: () => ({ updated_at: now() }),
    statuses: STATUSES,
  },
  // A POST updates, credentials are a name and a password, the events are known by an example alone.
  'post-update': {
    routes: {
      create: ['POST', '/v1/webhook_endpoints'],
      list: ['GET', '/v1/webhook_endpoints'],
      get: ['GET', '/v1/webhook_endpoints/{webhook_endpoint}'],
      update: ['POST', '/v1/webhook_endpoints/{webhook_endpoint}'],
      delete: ['DELETE', '/v1/webhook_endpoints/{webhook_endpoint}'],
    },
    header: 'Authorization',
    keys: KEYS.map((key) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`),
    accounts: ['a', 'b'],
    id: 'path:webhook_endpoint',
    newId: () => `we_${randomBytes(8).toString('hex')}`,
    made: (id) => ({ id, object: 'webhook_endpoint', created: 1_700_000_000 }),
    asked: (body) => pick(body, 'url', 'enabled_events', 'description'),
    defaults: { description: null },
    created: (hook) => ({ ...hook, secret: `whsec_${randomBytes(12).toString('hex')}` }),
    all: (data) => ({ object: 'list', data }),
    deleted: ({ id }) => ({ id, deleted: true }),
    statuses: { created: 200, invalid: 400, malformed: 400, missing: 404 },
    problem: (status) => ({ type: 'application/json', body: { error: { message: `status ${status}` } } }),
  },
  // Nothing lists; requests and answers are made of parts.
  'no-list': {
    routes: {
      create: ['POST', '/projects/{projectId}/subscriptions'],
      get: ['GET', '/projects/{projectId}/subscriptions/{subscriptionId}'],
      update: ['PATCH', '/projects/{projectId}/subscriptions/{subscriptionId}'],
      delete: ['DELETE', '/projects/{projectId}/subscriptions/{subscriptionId}'],
    },
    header: 'Authorization',
    keys: [`Bearer ${KEYS[0]}`],
    account: 'path:projectId',
    accounts: ['beacon-project-1', 'beacon-project-2'],
    id: 'path:subscriptionId',
    newId: () => randomBytes(9).toString('base64url'),
    made: (id) => ({ id, createdAt: now() }),
    asked: (body) => pick(body, 'callbackUrl', 'email'),
    one: (subscription) => ({ subscription }),
    statuses: STATUSES,
  },
  // Nothing deletes: what is worked on was there before.
  'no-delete': {
    routes: {
      create: ['POST', '/api/webhooks'],
      list: ['GET', '/api/webhooks'],
      get: ['GET', '/api/webhooks/{id}'],
      update: ['PUT', '/api/webhooks/{id}'],
    },
    header: 'Meter-Key',
    keys: KEYS.slice(0, 1),
    accounts: ['a'],
    id: 'path:id',
    newId: (count) => 100 + count,
    asked: (body) => pick(body, 'url', 'name', 'enabled'),
    touched: () => ({ modifiedDate: now() }),
    replaces: true,
    statuses: { created: 200, invalid: 400, malformed: 400, missing: 404 },
    there: [11, 12, 13].map((id) => ({
      id,
      url: `https://hooks.example.com/there/${id}`,
      name: `there ${id}`,
      enabled: true,
      modifiedDate: '2026-01-02T03:04:05Z',
    })),
  },
  // Ids in the query and in the body, no get, null for all events.
  'query-id': {
    routes: {
      create: ['POST', '/v2/webhook/endpoint.add'],
      list: ['GET', '/v2/webhook/endpoint.list'],
      update: ['PATCH', '/v2/webhook/endpoint.update'],
      delete: ['DELETE', '/v2/webhook/endpoint.delete'],
    },
    header: 'x-reel-key',
    keys: KEYS,
    accounts: ['a', 'b'],
    id: ['body:/endpoint_id', 'query:endpoint_id'],
    newId: () => randomBytes(12).toString('hex'),
    made: (id) => ({ endpoint_id: id }),
    asked: (body) => pick(body, 'url', 'events'),
    defaults: { events: null },
    one: (data) => ({ data }),
    all: (data) => ({ data }),
    deleted: () => ({}),
    statuses: { created: 200, invalid: 400, malformed: 400, missing: 404 },
  },
  // A sketch of a document: no errors, no credentials, no types.
  bare: {
    routes: {
      create: ['POST', '/hooks'],
      list: ['GET', '/hooks'],
      delete: ['DELETE', '/hooks/{id}'],
    },
    header: 'X-API-Key',
    keys: KEYS,
    accounts: ['a', 'b'],
    id: 'path:id',
    newId: () => randomBytes(9).toString('hex'),
    made: (id) => ({ id }),
    asked: (body) => pick(body, 'url', 'topic'),
    all: (hooks) => ({ hooks }),
    statuses: STATUSES,
  },
};
