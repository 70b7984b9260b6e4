/**
 * Quillpost's webhooks as api.md describes them, in memory: a server to try the contract on.
 * `node server.mjs [--port N] [--fault NAME]` prints its base URL when it is ready; faults.yaml lists the faults.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

const KEY = process.env['QUILLPOST_KEY'] ?? 'qp_test_4Nf8sKxW2bTz7RvHqL9d';
const EVENTS = ['document.sent', 'document.viewed', 'document.signed', 'document.declined'];
const MEMBERS = ['url', 'events', 'label'];

const { values: options } = parseArgs({
  options: { port: { type: 'string', default: '0' }, fault: { type: 'string' } },
});
/** Whether the server is to be wrong in this way. */
const broken = (name) => options.fault === name;

/** Webhooks by project: the projects that there are. */
const projects = new Map([
  ['prj_conformance_a', new Map()],
  ['prj_conformance_b', new Map()],
]);
const deleted = new Map();

class Refusal extends Error {
  constructor(status, type, message, field) {
    super(message);
    const named = field === undefined || broken('errors-name-no-field') ? {} : { field };
    this.answer = { status, body: { error: { type, message, ...named } } };
  }
}
const invalid = (field, message) => new Refusal(422, 'invalid', message, field);
const notFound = () => new Refusal(404, 'not_found', 'there is nothing here');

function problemOfUrl(url) {
  if (typeof url !== 'string' || url.length > 500) return 'must be a text of at most 500 characters';
  const scheme = broken('takes-plain-http') ? /^https?:\/\// : /^https:\/\//;
  if (!scheme.test(url)) return 'must begin with https://';
  return /[\s\p{Cc}]/u.test(url) || !URL.canParse(url) || !/^\w+:\/\/[^/?#]/.test(url)
    ? 'must be a URL with a host and without white space'
    : undefined;
}

function problemOfEvents(events) {
  if (!Array.isArray(events) || events.length === 0) return 'must be a list of one name at least';
  const known = (name) =>
    EVENTS.includes(name) || (broken('takes-unknown-events') && typeof name === 'string');
  return events.every(known) ? undefined : `must be names of ${EVENTS.join(', ')}`;
}

function problemOfLabel(label) {
  const fits = typeof label === 'string' && Array.from(label).length <= 60;
  return fits ? undefined : 'must be a text of at most 60 characters';
}

const PROBLEMS = { url: problemOfUrl, events: problemOfEvents, label: problemOfLabel };

/** The members of a request, checked. */
function membersOf(body) {
  for (const [name, value] of Object.entries(body)) {
    if (!MEMBERS.includes(name)) throw invalid(name, 'is not known');
    const problem = PROBLEMS[name](value);
    if (problem !== undefined) throw invalid(name, problem);
  }
  if (broken('shortens-long-urls') && body.url) return { ...body, url: body.url.slice(0, 255) };
  return body;
}

function refuseTaken(webhooks, url, except) {
  const taken = [...webhooks.values()].some((other) => other.url === url && other.id !== except);
  if (taken) throw new Refusal(409, 'duplicate_url', 'another webhook of the project has this URL');
}

/** What any answer but a create's shows of a webhook. */
const withoutSecret = (webhook) => ({ ...webhook, secret: undefined });

const operations = {
  async create({ webhooks, project, body }) {
    const given = membersOf(body);
    for (const name of ['url', 'events']) if (!Object.hasOwn(given, name)) throw invalid(name, 'is missing');
    refuseTaken(webhooks, given.url);
    if (webhooks.size >= (broken('limit-of-11') ? 11 : 10)) {
      throw new Refusal(409, 'limit_reached', 'a project has up to 10 webhooks');
    }
    if (broken('counts-before-it-waits')) await new Promise((resolve) => setTimeout(resolve, 20));
    const id = `wh_${Array.from(randomBytes(18), (byte) => (byte % 36).toString(36)).join('')}`;
    const now = new Date().toISOString();
    const secret = randomBytes(24).toString('base64url');
    const webhook = { id, project, label: '', ...given, created: now, updated: now, secret };
    webhooks.set(id, webhook);
    return { status: 201, body: { webhook } };
  },

  list({ webhooks }) {
    const show = broken('list-shows-secrets') ? (webhook) => webhook : withoutSecret;
    return { status: 200, body: { webhooks: [...webhooks.values()].map(show) } };
  },

  get({ webhooks, id }) {
    const places = broken('reads-other-projects') ? [...projects.values()] : [webhooks];
    if (broken('deleted-can-be-read')) places.push(deleted);
    const webhook = places.map((place) => place.get(id)).find(Boolean);
    if (!webhook) throw notFound();
    return { status: 200, body: { webhook: withoutSecret(webhook) } };
  },

  update({ webhooks, id, body }) {
    const webhook = webhooks.get(id);
    if (!webhook) throw notFound();
    const given = membersOf(body);
    if (Object.keys(given).length === 0) throw invalid('body', 'must give one member at least');
    if (given.url !== undefined && !broken('patch-takes-a-taken-url')) refuseTaken(webhooks, given.url, id);
    const updated = new Date().toISOString();
    Object.assign(webhook, broken('patch-drops-the-label') ? { label: '' } : {}, given, { updated });
    if (broken('patch-moves-created')) webhook.created = updated;
    return { status: 200, body: { webhook: withoutSecret(webhook) } };
  },

  delete({ webhooks, id }) {
    const webhook = webhooks.get(id);
    if (!webhook) throw notFound();
    deleted.set(id, webhook);
    webhooks.delete(id);
    return { status: 204 };
  },
};

const COLLECTION = { POST: 'create', GET: 'list' };
const MEMBER = { GET: 'get', PATCH: 'update', DELETE: 'delete' };

async function answer(request) {
  const { method = '', url = '', headers } = request;
  const bytes = Buffer.concat(await request.toArray());
  const key = headers['quillpost-key'] ?? '';
  const same = broken('key-in-any-case') ? key.toLowerCase() === KEY.toLowerCase() : key === KEY;
  if (!same) throw new Refusal(401, 'unauthenticated', 'the key is missing or wrong');

  const path = /^\/v2\/projects\/([^/?]+)\/webhooks(?:\/([^/?]+))?(?:\?.*)?$/.exec(url);
  const [, project, id] = (path ?? []).map((part) => part && decodeURIComponent(part));
  const webhooks = projects.get(project);
  if (!webhooks) throw notFound();
  const name = (id === undefined ? COLLECTION : MEMBER)[method];
  if (name === undefined) throw new Refusal(405, 'method_not_allowed', `${method} is not allowed here`);
  const takesBody = name === 'create' || name === 'update';
  return operations[name]({ webhooks, project, id, body: takesBody ? read(headers, bytes) : undefined });
}

function read(headers, bytes) {
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    throw new Refusal(415, 'unsupported_media_type', 'a body must be application/json');
  }
  let body;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Refusal(400, 'malformed', 'the body is no JSON');
  }
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  if (!isObject) throw new Refusal(400, 'malformed', 'the body is no object');
  return body;
}

const server = createServer(async (request, response) => {
  const { status, body } = await answer(request).catch((error) => {
    if (error instanceof Refusal) return error.answer;
    throw error;
  });
  const content = body === undefined ? {} : { 'content-type': 'application/json' };
  response.writeHead(status, content).end(body === undefined ? undefined : JSON.stringify(body));
});
server.listen(Number(options.port), '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${server.address().port}`),
);
