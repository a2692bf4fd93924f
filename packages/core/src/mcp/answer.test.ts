import { expect, test } from 'vitest';
import { toWire } from './answer.ts';
import { errorAnswer } from './test/fixture-path.ts';

test('a value has its text twin, and pictures follow with what they show', () => {
  const png = Uint8Array.from([1, 2, 3]);
  const images = [
    { png, alt: 'A chart' },
    { png, alt: '' },
  ];
  expect(toWire({ kind: 'value', value: { a: 1 }, text: '{"a":1}', images })).toEqual({
    result: {
      content: [
        { type: 'text', text: '{"a":1}' },
        { type: 'text', text: 'A chart' },
        { type: 'image', data: 'AQID', mimeType: 'image/png' },
        { type: 'image', data: 'AQID', mimeType: 'image/png' },
      ],
      structuredContent: { a: 1 },
    },
  });
});

test('an error is JSON text, and structured only where the tool has no output schema', () => {
  const error = { ...errorAnswer('rate_limited', 'Slow down', { limit: 5 }), retry_after_s: 2 };
  const text = JSON.stringify(error);
  expect(JSON.parse(text)).toEqual({
    code: 'rate_limited',
    message: 'Slow down',
    hint: expect.any(String),
    retry_after_s: 2,
    details: { limit: 5 },
  });
  expect(toWire({ kind: 'error', error, hasOutputSchema: true })).toEqual({
    result: { content: [{ type: 'text', text }], isError: true },
  });
  expect(toWire({ kind: 'error', error, hasOutputSchema: false })).toEqual({
    result: { content: [{ type: 'text', text }], structuredContent: error, isError: true },
  });
});

test.each(['unknown_tool', 'bad_state'] as const)('%s is a protocol error with the same fields', (kind) => {
  const error = errorAnswer('not_found', 'There is no such thing');
  expect(toWire({ kind, error })).toEqual({ failure: { code: -32_602, message: 'There is no such thing', data: error } });
});

test('a question is a form with the sealed state', () => {
  expect(toWire({ kind: 'input_required', message: 'Delete?', state: 'sealed' })).toMatchObject({
    result: {
      resultType: 'input_required',
      inputRequests: { approve: { method: 'elicitation/create' } },
      requestState: 'sealed',
    },
  });
});
