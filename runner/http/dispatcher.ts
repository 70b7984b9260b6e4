/** Connections to the target: how many, how long they are kept, whom they trust, through which proxy they go. */
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

import { type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';

export interface Connections {
  origin: string;
  concurrency: number;
  timeoutMs: number;
  /** Certificates of authorities that are trusted beside the usual ones, as PEM. */
  ca?: string;
  environment?: NodeJS.ProcessEnv;
}

/**
 * Servers close connections that are idle, the hastiest after two seconds, most after five. A write that is sent at
 * that very moment is lost, and nobody knows whether it was done: better to be gone first.
 */
const IDLE_MS = 1_000;
/** A server's own hint is believed, less this: its clock begins before ours. */
const HINT_MARGIN_MS = 1_000;

export function dispatcherFor({
  origin,
  concurrency,
  timeoutMs,
  ca,
  environment = process.env,
}: Connections): Dispatcher {
  const trust = ca === undefined ? {} : { ca: trusted(ca, environment) };
  const options = {
    connections: concurrency,
    pipelining: 1,
    keepAliveTimeout: IDLE_MS,
    keepAliveMaxTimeout: IDLE_MS,
    keepAliveTimeoutThreshold: HINT_MARGIN_MS,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: { timeout: Math.min(timeoutMs, 10_000), ...trust },
  };
  const { hostname, protocol } = new URL(origin);
  const httpProxy = environment['http_proxy'] ?? environment['HTTP_PROXY'];
  const httpsProxy = environment['https_proxy'] ?? environment['HTTPS_PROXY'];
  const proxied = protocol === 'https:' ? (httpsProxy ?? httpProxy) : httpProxy;
  // A proxy's loopback is not ours, and the embedded servers are there.
  if (!proxied || /^(localhost|127\.|\[::1\])/.test(hostname)) return new Pool(origin, options);
  return new EnvHttpProxyAgent({
    ...options,
    requestTls: options.connect,
    // Many proxies refuse to tunnel to anything but TLS.
    proxyTunnel: protocol === 'https:',
    httpProxy: httpProxy ?? '',
    httpsProxy: httpsProxy ?? httpProxy ?? '',
    noProxy: environment['no_proxy'] ?? environment['NO_PROXY'] ?? '',
  });
}

/** Connections that are open now; 0 where a proxy keeps them. */
export function openConnections(dispatcher: Dispatcher): number {
  return dispatcher instanceof Pool ? dispatcher.stats.connected : 0;
}

/** Naming authorities replaces Node's own list, so that has to be named as well, with what NODE_EXTRA_CA_CERTS adds. */
function trusted(ca: string, environment: NodeJS.ProcessEnv): string[] {
  const extra = environment['NODE_EXTRA_CA_CERTS'];
  if (!extra) return [...rootCertificates, ca];
  try {
    return [...rootCertificates, readFileSync(extra, 'utf8'), ca];
  } catch {
    // Node has warned of it when it started.
    return [...rootCertificates, ca];
  }
}
