import { expect, test } from 'vitest';
import type { LogLine } from '../loki/log-lines.ts';
import { parseDuration } from './duration-of.ts';
import { timedRequests } from './find-slow-requests.ts';
import { percentile } from './percentile.ts';

const read = (line: string, labels: LogLine['labels'] = {}) => {
  const [found] = timedRequests([{ ns: 0n, line, labels, metadata: {}, parsed: {} }]);
  return found === undefined ? undefined : [found.duration.ms, found.duration.source, found.route];
};

test.each([
  ['250ms', 250],
  ['1.5s', 1_500],
  ['1m2.5s', 62_500],
  ['1h2m', 3_720_000],
  ['3 µs', 0.003],
  ['12 seconds', 12_000],
  ['12', undefined],
  ['v1.2', undefined],
  ['5 apples', undefined],
])('%s is %j milliseconds', (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

test.each([
  ['level=info method=GET path=/api/users/42 duration=1.2s', [1_200, 'duration', 'GET /api/users/<_>']],
  ['msg="request done" url="https://x.example/a/7?q=1" elapsed_ms=340', [340, 'elapsed_ms', '/a/<_>']],
  [
    '{"msg":"served","http":{"method":"POST","path":"/v1/orders/9f8e7d6c5b4a"},"durationMs":77}',
    [77, 'durationMs', 'POST /v1/orders/<_>'],
  ],
  ['{"request":{"uri":"/x"},"latency_seconds":0.25}', [250, 'latency_seconds', '/x']],
  ['{"message":"query 7 finished","took":12}', [12, 'took', 'query <_> finished']],
  ['msg="served" request_time=0.345', [345, 'request_time', 'served']],
  ['GET /health/5 200 took 1.5 s', [1_500, 'text "took …"', 'GET /health/<_>']],
  ['Completed 200 OK in 45ms (Views: 3.1ms)', [45, 'text "in …"', 'Completed <_> OK in <_> (Views: <_>)']],
  ['::1 - "GET /a HTTP/1.1" 200 512 (12.5 ms)', [12.5, 'text "… ms"', 'GET /a']],
  ['started at 12:00:05, time=2026-01-01T00:00:00Z size=12kb timeout=30', undefined],
  ['done (duration=250ms),', [250, 'duration', 'done (duration=<_>),']],
  ['constructor_duration=0.5', [500, 'constructor_duration', 'constructor_duration=<_>']],
  ['nothing here', undefined],
  ['in 5 places', undefined],
])('%s', (line, expected) => {
  expect(read(line)).toEqual(expected);
});

test('what Loki parsed out of a line counts as well', () => {
  expect(read('opaque', { response_time: '80ms', route: '/x/:id' })).toEqual([80, 'response_time', '/x/:id']);
});

test('hostile lines are read to the end', () => {
  for (const line of [
    '1'.repeat(60_000),
    '1s'.repeat(30_000),
    'in '.repeat(20_000),
    'a='.repeat(20_000),
    'a="'.repeat(20_000),
    'took 1'.repeat(9_000),
    // Hundreds of such lines are one answer of a server.
    ...Array.from({ length: 300 }, () => `a=${',)]'.repeat(3_000)}x`),
  ]) {
    expect(() => read(line)).not.toThrow();
  }
});

test('percentiles are values that were seen', () => {
  const sorted = Array.from({ length: 20 }, (_, index) => index + 1);
  expect([0, 0.5, 0.95, 1].map((share) => percentile({ sorted, share }))).toEqual([1, 10, 19, 20]);
  expect(percentile({ sorted: [], share: 0.5 })).toBeUndefined();
});
