/** The judged exchange of a finding in SARIF's own terms. */
import type { Result } from 'sarif';
import type { CaseResult, Exchange } from '../../runner/result/result.ts';
import { cut, visible, visibleLines } from '../text.ts';

const BODY_LENGTH = 4000;

export function sarifEvidence(
  cases: readonly CaseResult[],
): Pick<Result, 'webRequest' | 'webResponse' | 'properties'> {
  const example = cases.find((each) => each.exchanges.length > 0) ?? cases[0];
  const exchange = example?.exchanges.at(-1);
  return {
    ...(exchange === undefined ? {} : messages(exchange)),
    ...(example === undefined
      ? {}
      : {
          properties: {
            replay: visible(example.replay),
            ...(exchange === undefined ? {} : { curl: visible(exchange.curl) }),
            ...(example.counterexample === undefined ? {} : { counterexample: example.counterexample }),
          },
        }),
  };
}

function messages({ request, response, error }: Exchange): Pick<Result, 'webRequest' | 'webResponse'> {
  return {
    webRequest: {
      protocol: 'http',
      version: '1.1',
      method: visible(request.method),
      target: visible(request.url),
      headers: headers(request.headers),
      ...(request.body === undefined ? {} : { body: { text: body(request.body) } }),
    },
    webResponse:
      response === undefined
        ? { noResponseReceived: true, reasonPhrase: visible(error ?? 'no answer') }
        : {
            protocol: 'http',
            version: '1.1',
            statusCode: response.status,
            headers: headers(response.headers),
            body: { text: body(response.body) },
          },
  };
}

function body(text: string): string {
  return visibleLines(cut(text, BODY_LENGTH));
}

function headers(from: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [visible(name), visible(value)]));
}
