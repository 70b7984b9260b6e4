/** Reads a target file: which contract, where, with which secrets and accounts. */
import { readFileSync } from 'node:fs';
import { isAbsolute, resolve, dirname } from 'node:path';

import { InputError } from '../../spec/errors.ts';
import { isObject, show } from '../../spec/json.ts';
import { didYouMean, oneOf } from '../../spec/nearest.ts';
import { SourceFile } from '../../spec/source-file.ts';
import { Variables } from './variables.ts';

/** A target file as it was written, environment filled in, before it meets a contract. */
export interface Target {
  /** For messages: the file's path, or what stands in its place. */
  from: string;
  /** A built-in contract's name or the path of a folder. */
  contract: string | undefined;
  baseUrl: string | undefined;
  auth: Readonly<Record<string, string>>;
  accounts: readonly TargetAccount[];
  sink: string;
  hostProbes: boolean;
  /** Which version of the system it is: tells what changed from what is flaky. */
  version?: string;
  /** Certificates of authorities that are trusted beside the usual ones, as PEM. */
  ca?: string;
}

export interface TargetAccount {
  id: string;
  auth: Readonly<Record<string, string>>;
  fixtures: Readonly<Record<string, unknown>>;
  /** Fixtures that the environment named with digits alone, as `webhookIds/0`: numbers above, here the text. */
  digits?: ReadonlyMap<string, string>;
}

export const DEFAULT_SINK = 'https://hooks.example.com';

const KEYS = ['contract', 'baseUrl', 'auth', 'accounts', 'sink', 'hostProbes', 'tls', 'version'];
const TLS_KEYS = ['ca'];
const ACCOUNT_KEYS = ['id', 'auth', 'fixtures'];
const FIXTURE_KEYS = [
  'webhookIds',
  'lockedWebhookId',
  'eventTypeIds',
  'eventTypes',
  'unprivilegedApiKey',
  'expendableWebhookIds',
];

/** Throws InputError with file, line and the nearest right name. */
export async function readTarget(path: string, environment: NodeJS.ProcessEnv): Promise<Target> {
  const variables = new Variables(environment);
  const source = await SourceFile.read(path, (text) => variables.hidden(text));
  const target = new Reader(source, variables).target(source.data);
  const { contract } = target;
  const isPath = contract !== undefined && /[/\\]/.test(contract) && !isAbsolute(contract);
  return isPath ? { ...target, contract: resolve(dirname(path), contract) } : target;
}

/** The same from plain data, as an embedded server gives it. */
export function targetFromData(data: unknown, from: string): Target {
  const source = SourceFile.parse(from, JSON.stringify(data));
  return new Reader(source, new Variables({})).target(source.data);
}

class Reader {
  readonly #source: SourceFile;
  readonly #variables: Variables;

  constructor(source: SourceFile, variables: Variables) {
    this.#source = source;
    this.#variables = variables;
  }

  target(raw: unknown): Target {
    if (!isObject(raw)) this.#fail('', `it must hold keys and values (${oneOf(KEYS)})`);
    this.#keys(raw, KEYS, '');
    const data = this.#variables.filled(raw, '', (...wrong) => this.#fail(...wrong)) as Record<
      string,
      unknown
    >;
    const contract = this.#text(data, 'contract', '');
    const baseUrl = this.#text(data, 'baseUrl', '');
    const sink = this.#text(data, 'sink', '') ?? DEFAULT_SINK;
    if (!/^https:\/\/[a-z0-9.-]+$/.test(sink) || new URL(sink).origin !== sink) {
      this.#fail('/sink', `${show(sink)} is no sink; write https:// and a host in lower case, nothing more`);
    }
    const hostProbes = data['hostProbes'] ?? false;
    if (typeof hostProbes !== 'boolean') this.#fail('/hostProbes', 'it must be true or false');
    return {
      from: this.#source.path,
      contract,
      baseUrl,
      auth: this.#texts(data['auth'], '/auth'),
      accounts: this.#accounts(data['accounts']),
      sink,
      hostProbes,
      ...this.#version(data['version']),
      ...this.#trust(data['tls']),
    };
  }

  /** YAML reads `1.10` as a number, and would lose its last digit: only text will do. */
  #version(raw: unknown): Pick<Target, 'version'> {
    if (raw === undefined || raw === null) return {};
    if (typeof raw !== 'string' || raw === '' || /\p{Cc}/u.test(raw)) {
      this.#fail('/version', `${show(raw)} is no version; write a text in quotes, like "1.10"`);
    }
    return { version: raw };
  }

  /** `tls: { ca: FILE }`, beside the target file. */
  #trust(raw: unknown): Pick<Target, 'ca'> {
    if (raw === undefined || raw === null) return {};
    if (!isObject(raw)) this.#fail('/tls', 'it must hold "ca", the path of a file of certificates');
    this.#keys(raw, TLS_KEYS, '/tls');
    const file = this.#text(raw, 'ca', '/tls');
    if (file === undefined) return {};
    const path = resolve(dirname(this.#source.path), file);
    let ca: string;
    try {
      ca = readFileSync(path, 'utf8');
    } catch {
      this.#fail('/tls/ca', `${path} cannot be read`);
    }
    if (!ca.includes('-----BEGIN CERTIFICATE-----'))
      this.#fail('/tls/ca', `${path} holds no certificate in PEM form`);
    return { ca };
  }

  #accounts(raw: unknown): TargetAccount[] {
    if (raw === undefined) return [];
    if (!Array.isArray(raw) || raw.length === 0)
      this.#fail('/accounts', 'it must be a list of accounts, each with an id');
    const accounts = raw.map((entry: unknown, index): TargetAccount => {
      const at = `/accounts/${index}`;
      if (!isObject(entry)) this.#fail(at, 'an account needs an id: "- id: …"');
      this.#keys(entry, ACCOUNT_KEYS, at);
      const id = entry['id'];
      if ((typeof id !== 'string' && typeof id !== 'number') || id === '')
        this.#fail(at, 'an account needs an id');
      return {
        id: String(id),
        auth: this.#texts(entry['auth'], `${at}/auth`),
        fixtures: this.#fixtures(entry['fixtures'], at),
        ...this.#digits(`${at}/fixtures/`),
      };
    });
    const twice = accounts.find(({ id }, index) => accounts.findIndex((other) => other.id === id) < index);
    if (twice) this.#fail('/accounts', `account ${show(twice.id)} stands there twice`);
    return accounts;
  }

  #fixtures(raw: unknown, at: string): Record<string, unknown> {
    if (raw === undefined || raw === null) return {};
    const pointer = `${at}/fixtures`;
    if (!isObject(raw)) this.#fail(pointer, `it must hold ${oneOf(FIXTURE_KEYS)}`);
    this.#keys(raw, FIXTURE_KEYS, pointer);
    for (const [key, value] of Object.entries(raw)) {
      if (key.endsWith('s') && !Array.isArray(value))
        this.#fail(`${pointer}/${key}`, `${key} must be a list`);
      if (!key.endsWith('s') && typeof value !== 'string' && typeof value !== 'number') {
        this.#fail(`${pointer}/${key}`, `${key} must be one value`);
      }
    }
    return raw;
  }

  #digits(start: string): Pick<TargetAccount, 'digits'> {
    const mine = [...this.#variables.digits].filter(([pointer]) => pointer.startsWith(start));
    if (mine.length === 0) return {};
    return { digits: new Map(mine.map(([pointer, text]) => [pointer.slice(start.length), text])) };
  }

  #texts(raw: unknown, pointer: string): Record<string, string> {
    if (raw === undefined || raw === null) return {};
    if (!isObject(raw)) this.#fail(pointer, 'it must hold names and secrets');
    for (const [key, value] of Object.entries(raw)) {
      if (typeof value !== 'string' || value === '')
        this.#fail(`${pointer}/${key}`, `${key} must be a text that is not empty`);
    }
    return raw as Record<string, string>;
  }

  #text(data: Record<string, unknown>, key: string, at: string): string | undefined {
    const value = data[key];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string' || value === '')
      this.#fail(`${at}/${key}`, `${key} must be a text that is not empty`);
    return value;
  }

  #keys(data: Record<string, unknown>, known: readonly string[], at: string): void {
    const wrong = Object.keys(data).find((key) => !known.includes(key));
    if (wrong !== undefined)
      this.#fail(`${at}/${wrong}`, `unknown key "${wrong}"${didYouMean(wrong, known)}`);
  }

  #fail(pointer: string, problem: string): never {
    throw new InputError(`${this.#source.locate(pointer)}: ${problem}`);
  }
}
