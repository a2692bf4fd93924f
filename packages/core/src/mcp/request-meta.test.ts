import { expect, test } from 'vitest';
import { clientLabel, traceIdOf } from './request-meta.ts';

const trace = '0af7651916cd43dd8448eb211c80319c';

test.each([
  [`00-${trace}-b7ad6b7169203331-01`, trace],
  [`00-${trace}-b7ad6b7169203331-01-extra`, undefined],
  [`ff-${trace}-b7ad6b7169203331-01`, undefined],
  [`00-${'0'.repeat(32)}-b7ad6b7169203331-01`, undefined],
  [`00-${trace}-0000000000000000-01`, undefined],
  [`00-${trace.toUpperCase()}-b7ad6b7169203331-01`, undefined],
  [42, undefined],
  [undefined, undefined],
])('the trace id of %j is %j', (traceparent, expected) => {
  expect(traceIdOf({ traceparent })).toBe(expected);
});

test.each([
  [{ name: 'claude', version: '2.1' }, 'claude/2.1'],
  [{ name: 'a\nb\u202e\u0000', version: '1' }, 'ab/1'],
  [{ name: 'x'.repeat(500), version: '1' }, 'x'.repeat(120)],
  [{ name: `${'x'.repeat(119)}\ud83d\ude80`, version: '1' }, `${'x'.repeat(119)}\ufffd`],
  [{ name: 'no version' }, undefined],
  ['text', undefined],
  [undefined, undefined],
])('the label of a client %j', (info, expected) => {
  expect(clientLabel(info)).toBe(expected);
});
