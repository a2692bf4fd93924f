import { expect, test } from 'vitest';
import { joinTokens } from './field-tokens.ts';
import { tokenise } from './tokenise.ts';

const masked = (line: string): string => joinTokens(tokenise(line));

test.each([
  ['nothing to mask', 'nothing to mask'],
  ['took 12.5ms, 3s and -1', 'took <_>, <_> and <_>'],
  ['at 0x1f and deadbeef99', 'at <_> and <_>'],
  ['id 3f2b1c9e-0a1b-4c2d-8e3f-123456789abc gone', 'id <_> gone'],
  ['from 10.1.2.3:8080 to [fe80::1ff:fe23:4567:890a]:443', 'from <_> to [<_>]:<_>'],
  ['std::vector at Foo::bar', 'std::vector at Foo::bar'],
  ['mail to ann@example.com sent', 'mail to <_> sent'],
  ['GET /api/users/42/orders?page=2&q=x', 'GET /api/users/<_>/orders?<_>'],
  ["can't open \"a b\" or 'c', the user's file", "can't open \"<_>\" or '<_>', the user's file"],
  ['[ERROR] nodes [a, b, c] and [main]', '[ERROR] nodes [<_>] and [main]'],
  ['2026-01-31 12:00:00,123 ERROR no route', '<_> ERROR no route'],
  ['[2026-01-31T12:00:00Z] ERROR no route', '<_> ERROR no route'],
  ['<34>Oct 11 22:14:15 gw su: failed', '<_> gw su: failed'],
  ['main.go:123 retried=true tenant=acme', 'main.go:<_> retried=<_> tenant=acme'],
  ['level=info msg="it is \\"done\\" now" took=3ms ok=true', 'level=info msg="it is "<_>" now" took=<_> ok=<_>'],
  ['level=info status=503 query="select 1" err=""', 'level=info status=503 query="<_>" err='],
  [
    '{"b":1,"msg":"user 7 left","level":"warn","a":{"c":"x","d":null},"tags":[1]}',
    'level=warn msg="user <_> left" a_c=x a_d=<_> b=<_> tags=<_>',
  ],
  ['{"status":404,"code":7}', 'code=<_> status=404'],
  ['{"broken":', '{"<_>":'],
  ['', '(empty)'],
  [' \n ', '(empty)'],
])('%j is seen as %j', (line, expected) => {
  expect(masked(line)).toBe(expected);
});

test('of a stack trace the exception and its root cause count, not the frames', () => {
  expect(masked('a.B: no 7\n\tat x.Y(Z.java:1)\nCaused by: c.D: e\n\tat q.R(S.java:2)\nCaused by: f.G: h\n\t... 12 more')).toBe(
    'a.B: no <_> Caused by: f.G: h',
  );
  expect(masked('Traceback (most recent call last):\n  File "a.py", line 1, in b\n    c()\nValueError: bad 7\n')).toBe(
    'Traceback: ValueError: bad <_>',
  );
  expect(masked('panic: oh\n\ngoroutine 1 [running]:\nmain.main()')).toBe('panic: oh');
});

test.each([
  'a'.repeat(64_000),
  '"'.repeat(20_000),
  '["'.repeat(20_000),
  "' ".repeat(20_000),
  '1:'.repeat(20_000),
  'a@'.repeat(20_000),
  'a="'.repeat(9_000),
  '\\"'.repeat(20_000),
  '{"a":'.repeat(9_000),
  '[a,'.repeat(9_000),
  'x.'.repeat(30_000),
])('a hostile line is no more than the allowed tokens (%#)', (line) => {
  expect(tokenise(line).length).toBeLessThanOrEqual(80);
});
