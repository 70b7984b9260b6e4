/** What goes wrong between two machines, in words for somebody who was not there. */
import { Trouble } from './answer.ts';

/** What surely had no effect: the request never left. Certificates do not get better by waiting. */
const BEFORE: Readonly<Record<string, { words: string; hopeless?: boolean }>> = {
  ECONNREFUSED: { words: 'nobody listens there (connection refused)' },
  ENOTFOUND: { words: 'its host name is not known (DNS)', hopeless: true },
  EAI_AGAIN: { words: 'its host name could not be looked up (DNS)' },
  EHOSTUNREACH: { words: 'there is no way to its host' },
  ENETUNREACH: { words: 'there is no way to its network' },
  UND_ERR_CONNECT_TIMEOUT: { words: 'no connection came about in time' },
  CERT_HAS_EXPIRED: { words: 'its TLS certificate has expired', hopeless: true },
  CERT_NOT_YET_VALID: { words: 'its TLS certificate is not valid yet', hopeless: true },
  DEPTH_ZERO_SELF_SIGNED_CERT: { words: 'its TLS certificate is self-signed', hopeless: true },
  SELF_SIGNED_CERT_IN_CHAIN: {
    words: 'its TLS certificate comes from an authority that is not trusted',
    hopeless: true,
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    words: 'its TLS certificate comes from an authority that is not trusted',
    hopeless: true,
  },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    words: 'its TLS certificate comes from an authority that is not trusted',
    hopeless: true,
  },
  ERR_TLS_CERT_ALTNAME_INVALID: { words: 'its TLS certificate is for another host', hopeless: true },
  ERR_SSL_WRONG_VERSION_NUMBER: {
    words: 'it does not speak TLS; is it http:// rather than https://?',
    hopeless: true,
  },
};
/** Where a certificate of one's own authority would help. */
const UNTRUSTED = /SELF_SIGNED|UNABLE_TO/;

const DURING: Readonly<Record<string, string>> = {
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed while the request was sent',
  UND_ERR_SOCKET: 'the connection was closed before the answer was complete',
  UND_ERR_ABORTED: 'the connection was closed before the answer was complete',
  UND_ERR_HEADERS_TIMEOUT: 'no answer came in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped half-way',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of the answer are larger than 16 KiB',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is not as long as its content-length says',
};

/** The trouble that an exchange ended in. */
export function troubleOf(thrown: unknown): Trouble {
  const cause = innermost(thrown);
  const code = codeOf(cause);
  const message = cause instanceof Error ? cause.message : String(cause);
  const before = BEFORE[code];
  if (before) {
    const detail = code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? `: ${message.replace(/^.*altnames: /, '')}` : '';
    const help = UNTRUSTED.test(code)
      ? '; name its authority under tls.ca in the target file, or in NODE_EXTRA_CA_CERTS'
      : '';
    return new Trouble(`${before.words}${detail} [${code}]${help}`, false, {
      cause,
      hopeless: before.hopeless ?? false,
    });
  }
  if (cause instanceof Error && cause.name === 'HTTPParserError') {
    return new Trouble(`the answer is not HTTP: ${message.replace(/^.*protocol \((.*)\)$/, '$1')}`, true, {
      cause,
    });
  }
  const words = DURING[code] ?? message;
  return new Trouble(
    `${words === '' ? 'the connection broke' : words}${code === '' ? '' : ` [${code}]`}`,
    true,
    { cause },
  );
}

/** undici and Node wrap: several addresses that were tried, an abort around a broken socket, a proxy's refusal. */
function innermost(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0]);
  if (error instanceof Error && error.cause instanceof Error && codeOf(error.cause) !== '')
    return innermost(error.cause);
  return error;
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}
