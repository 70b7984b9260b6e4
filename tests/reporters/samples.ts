/** Finished results to draw: one where all is well, one where much is not, one that attacks its reader. */
import { summarise, worst } from '../../runner/result/result.ts';
import type { CaseResult, Exchange, RuleResult, RunResult, Status } from '../../runner/result/result.ts';

const BASE = 'http://127.0.0.1:4010';

/** Everything that some format takes for its own syntax. */
export const HOSTILE = [
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(2)>',
  ']]>',
  '<!-- -->',
  '\u0000\u0007\u001b[2J\u001b[31mred\u009b5m',
  'half \ud800 of a character',
  'a | pipe, a `backtick`, ```fence```, # a heading, [a link](javascript:alert(3)), www.evil.example, @team #1',
  '::error file=x::injected%0A',
  '##[error]injected ##vso[task.setvariable variable=x]injected',
  'first line\r\n::warning::second line\u2028third',
  '\u202egnorw yaw eht\u202c',
  '&amp; &#60; %25 "quoted" \'single\' \\ backslash',
  '\ufffe\uffff',
].join('\n');

export function exchange(overrides: Partial<Exchange> = {}): Exchange {
  return {
    request: {
      method: 'POST',
      url: `${BASE}/webhook.create`,
      headers: { 'content-type': 'application/json', authorization: '[redacted]' },
      body: '{"account_id":"acct_a","config":{"url":"https://hooks.example.com/m1"}}',
    },
    response: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"meta":{"status":"SUCCESS","version":"1"},"data":{"config_id":"whc_1"}}',
    },
    ms: 12.3,
    curl: `curl -X POST ${BASE}/webhook.create -H "authorization: $AUTHORIZATION" --data '{}'`,
    ...overrides,
  };
}

export function caseOf(name: string, status: Status, overrides: Partial<CaseResult> = {}): CaseResult {
  return {
    name,
    suite: name.split('/')[0] ?? name,
    status,
    replay: `webhook-conformance run sample --case ${name} --seed 42`,
    exchanges: [],
    ...overrides,
  };
}

export function rule(id: string, cases: CaseResult[], overrides: Partial<RuleResult> = {}): RuleResult {
  return {
    id,
    level: 'must',
    title: `what ${id} demands`,
    source: { document: 'webhook.create', section: 'System Rule Violations' },
    status: worst(cases.map((each) => each.status)),
    cases,
    ...overrides,
  };
}

export function resultOf(rules: RuleResult[], overrides: Partial<RunResult> = {}): RunResult {
  const summary = summarise(rules);
  return {
    schemaVersion: 1,
    tool: { name: 'webhook-conformance', version: '0.1.0' },
    contract: 'sample',
    target: { baseUrl: BASE },
    startedAt: '2026-01-02T03:04:05.678Z',
    durationMs: 12_345,
    seed: 42,
    mode: 'full',
    verdict: summary.failed > 0 ? 'non-conformant' : summary.inconclusive > 0 ? 'inconclusive' : 'conformant',
    summary,
    rules,
    readings: [],
    requests: {
      total: 1234,
      byOperation: { create: 500, list: 234, get: 200, update: 200, delete: 100 },
      latencyMs: { p50: 3.2, p95: 12, p99: 48 },
    },
    cleanup: { created: 41, removed: 41, left: [] },
    ...overrides,
  };
}

const OPERATIONS = ['create', 'list', 'get', 'update', 'delete'];
const FAMILIES: Readonly<Record<string, [suite: string, rules: number]>> = {
  'SAM-AUTH': ['auth', 11],
  'SAM-CREATE': ['shape', 16],
  'SAM-DELETE': ['lifecycle', 6],
  'SAM-ENV': ['envelope', 6],
  'SAM-GET': ['ids', 6],
  'SAM-LIST': ['list', 6],
  'SAM-STATUS': ['status', 6],
  'SAM-UPDATE': ['update', 17],
  'SAM-VER': ['version', 2],
};

/** Every rule holds, or is left out with a reason; a few readings. */
export function conformant(): RunResult {
  const rules = Object.entries(FAMILIES).flatMap(([family, [suite, rulesInIt]]) =>
    Array.from({ length: rulesInIt }, (_, index) => {
      const id = `${family}-${String(index + 1).padStart(2, '0')}`;
      const name = `${suite}/law-${index + 1}/${OPERATIONS[index % OPERATIONS.length]}`;
      if (index === 4) {
        const reason = 'the target file names one account; this needs two';
        return rule(id, [caseOf(name, 'not-run', { message: reason })], { reason });
      }
      if (index === 5 && family === 'SAM-GET') {
        const reason = 'a badly formed id is answered as not-found';
        return rule(id, [caseOf(name, 'observed', { message: reason })], { reason });
      }
      return rule(id, [caseOf(name, 'passed')]);
    }),
  );
  return resultOf(rules, {
    readings: [
      {
        gap: 'GAP-02',
        question: 'What answers a badly formed id?',
        reading: 'not-found',
        rules: ['SAM-GET-06'],
      },
      {
        gap: 'GAP-05',
        question: 'How is the entity spelt?',
        reading: 'Webhook Config',
        rules: ['SAM-CREATE-03'],
      },
    ],
  });
}

const TIMELINE = `client-1  ├────────────────1───────────────┤                     ├─────4────┤
client-2             ├────────────────2───────────────┤
client-3                        ├┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄3┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄

  1  0.00-10.20 ms      create https://hooks.example.com/m1/19 → ok whc_20
  2  1.30-13.20 ms      create https://hooks.example.com/m1/20 → ok whc_21
  3  from 2.00 ms       delete whc_3 → no answer
  4  20.00-27.50 ms     list → ok 21 items`;

function call(operation: string, status: number, body: string, overrides: Partial<Exchange> = {}): Exchange {
  const request = exchange().request;
  return exchange({
    request: { ...request, url: `${BASE}/webhook.${operation}` },
    response: { status, headers: { 'content-type': 'application/json' }, body },
    ...overrides,
  });
}

const REFUSED = '{"meta":{"status":"ERROR","version":"1"},"errors":[{"code":"BAD_REQUEST"}]}';
const ACCEPTED = '{"meta":{"status":"SUCCESS","version":"1"},"data":{}}';

/** Twelve findings of every kind: among them a race, a law of generated values, one seen in several rules. */
export function failing(): RunResult {
  const untraced = (name: string): CaseResult =>
    caseOf(name, 'failed', {
      message: 'webhook.get: meta.trace_id: must be a string, got nothing',
      exchanges: [call('get', 200, ACCEPTED)],
    });
  const wrong = (operation: string, law: string): CaseResult =>
    caseOf(`${law}/${operation}`, 'failed', {
      message: `webhook.${operation}: demanded not-found (404, errors[*].code "ENTITY_NOT_FOUND"), got status 400, which looks like malformed-id`,
      exchanges: [call('delete', 200, ACCEPTED), call(operation, 400, REFUSED)],
    });
  const broken = [
    rule(
      'SAM-ENV-01',
      ['get', 'list', 'update'].map((each) => untraced(`envelope/trace-id/${each}`)),
    ),
    rule('SAM-ENV-02', [untraced('envelope/trace-id/get')]),
    rule('SAM-CREATE-12', [
      caseOf('limits/race-for-the-last-slot/create', 'failed', {
        message:
          'demanded at most 20 active configurations; two creates that overlapped by 9 ms both succeeded, 21 are listed',
        exchanges: [
          call('create', 200, ACCEPTED, { ms: 10.2 }),
          call('create', 200, ACCEPTED, { ms: 11.9 }),
          call('list', 200, `{"data":{"configs":[${'{"config_id":"whc_1"},'.repeat(300)}{}]}}`),
        ],
        timeline: TIMELINE,
      }),
    ]),
    rule('SAM-CREATE-13', [
      caseOf('urls/not-https/create', 'failed', {
        message:
          'webhook.create for {"url":"http://hooks.example.com/\\u0000"}: demanded malformed (400), got status 200, which looks like ok',
        counterexample: { url: 'http://hooks.example.com/\u0000' },
        exchanges: [
          call('create', 200, ACCEPTED, {
            request: {
              ...exchange().request,
              body: '{"account_id":"acct_a","config":{"url":"http://hooks.example.com/\\u0000"}}',
            },
          }),
        ],
      }),
    ]),
    rule('SAM-GET-03', [wrong('get', 'lifecycle/after-delete')]),
    rule('SAM-UPDATE-04', [wrong('update', 'lifecycle/after-delete')]),
    rule('SAM-DELETE-02', [wrong('delete', 'lifecycle/after-delete')]),
    rule('SAM-GET-04', [wrong('get', 'ids/of-another-account')]),
    rule(
      'SAM-UPDATE-07',
      [
        caseOf('update/changes-nothing-else/update', 'failed', {
          message:
            'an update of the URL changed more than that: data.created_at was different when read back',
          exchanges: [
            call('get', 200, '{"data":{"config_id":"whc_1","created_at":"2026-01-01T00:00:00.000Z"}}'),
            call('update', 200, ACCEPTED),
            call('get', 200, '{"data":{"config_id":"whc_1","created_at":"2026-01-02T03:04:05.000Z"}}'),
          ],
        }),
      ],
      { source: { document: 'webhook.update', section: 'Response | fields' } },
    ),
    rule('SAM-AUTH-03', [
      caseOf('auth/tampered-signature/list', 'failed', {
        message: 'webhook.list: demanded unauthenticated (401), got status 200, which looks like ok',
        exchanges: [call('list', 200, ACCEPTED)],
      }),
    ]),
    rule('SAM-LIST-02', [
      caseOf('list/shape/list', 'failed', {
        message: 'webhook.list: the answer is no JSON (unexpected "<" at its start), twice',
        exchanges: [call('list', 500, '<html><body>Internal Server Error</body></html>')],
      }),
    ]),
    rule('SAM-VER-01', [caseOf('version/pinned/get', 'passed')], {
      status: 'failed',
      reason: 'listed as known to fail, but it holds: take it off the list',
      expected: 'SAM-VER-01',
    }),
  ];
  const undecided = rule('SAM-DELETE-05', [
    caseOf('delete/twice/delete', 'inconclusive', {
      message: 'the target answered 503 to every attempt within 30 s',
      exchanges: [
        { request: exchange().request, error: 'connection reset', ms: 30_000, curl: exchange().curl },
      ],
    }),
  ]);
  const known = rule('SAM-STATUS-02', [
    caseOf('status/method/get', 'expected-failure', {
      message: 'demanded 405, got 404',
      exchanges: [call('get', 404, REFUSED)],
    }),
  ]);
  const advice = rule(
    'SAM-LIST-06',
    [caseOf('list/order/list', 'observed', { message: 'the list is not in order of creation' })],
    {
      level: 'should',
      reason: 'the list is not in order of creation',
    },
  );
  const rules = conformant().rules.map(
    (each) => [...broken, undecided, known, advice].find(({ id }) => id === each.id) ?? each,
  );
  return resultOf(rules, {
    readings: conformant().readings,
    cleanup: {
      created: 41,
      removed: 40,
      left: ['webhook whc_21 of acct_a: delete was answered 500 three times'],
    },
  });
}

/** Every text that a server, a contract or a name can bring is an attack on the report's own syntax. */
export function hostile(): RunResult {
  const attacked = exchange({
    request: { method: HOSTILE, url: `${BASE}/${HOSTILE}`, headers: { [HOSTILE]: HOSTILE }, body: HOSTILE },
    response: { status: 200, headers: { [HOSTILE]: HOSTILE }, body: HOSTILE, truncated: true },
    curl: HOSTILE,
  });
  const bad = caseOf(`shape/${HOSTILE}/get`, 'failed', {
    message: HOSTILE,
    counterexample: { [HOSTILE]: HOSTILE },
    replay: HOSTILE,
    exchanges: [attacked, attacked],
    timeline: HOSTILE,
  });
  const left = caseOf(`ids/${HOSTILE}/get`, 'not-run', { message: HOSTILE });
  const undecided = caseOf(`auth/${HOSTILE}/list`, 'inconclusive', {
    message: `no answer: ${HOSTILE}`,
    exchanges: [{ request: attacked.request, error: HOSTILE, ms: 1, curl: HOSTILE }],
  });
  const texts = { title: HOSTILE, reason: HOSTILE, source: { document: HOSTILE, section: HOSTILE } };
  return resultOf(
    [
      rule(`SAM-${HOSTILE}-01`, [bad], texts),
      rule('SAM-X-02', [left], texts),
      rule('SAM-X-03', [undecided], texts),
      rule('SAM-X-04', [caseOf('shape/other/get', 'observed', { message: HOSTILE })], texts),
    ],
    {
      contract: HOSTILE,
      target: { baseUrl: HOSTILE },
      readings: [{ gap: HOSTILE, question: HOSTILE, reading: HOSTILE, rules: [HOSTILE] }],
      requests: { total: 3, byOperation: { [HOSTILE]: 3 }, latencyMs: { p50: 1, p95: 2, p99: 3 } },
      cleanup: { created: 1, removed: 0, left: [HOSTILE] },
    },
  );
}
