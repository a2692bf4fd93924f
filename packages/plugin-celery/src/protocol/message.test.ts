import { deflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildTaskMessage } from './build-message.ts';
import type { WireMessage } from './message.ts';
import { parseTaskMessage } from './parse-message.ts';
import { pythonRepr } from './python-repr.ts';
import { taskIdFromKey } from './task-id.ts';
import { parseTime } from './time.ts';
import type { WireObject, WireValue } from './wire-value.ts';
import { writeJson } from './write-json.ts';

const order = { taskName: 'shop.bill', taskId: 'id-1', args: [1], kwargs: { a: 2 }, origin: 'lineclear@host' };
const wire = (message: Partial<WireMessage>): WireMessage => ({
  headers: { task: 'shop.bill', id: 'id-1' },
  contentType: 'application/json',
  contentEncoding: 'utf-8',
  body: Buffer.from('[[], {}, {}]'),
  correlationId: undefined,
  replyTo: undefined,
  priority: undefined,
  redelivered: undefined,
  ...message,
});

test('writes the hard limit before the soft one', () => {
  const { headers } = buildTaskMessage({ ...order, hardLimitS: 60, softLimitS: 50 });
  expect(headers.timelimit).toEqual([60, 50]);
});

test('refuses a soft limit that never strikes', () => {
  expect(() => buildTaskMessage({ ...order, hardLimitS: 50, softLimitS: 50 })).toThrow(
    expect.objectContaining({ code: 'invalid_input' }),
  );
});

test('refuses typed values unless they came from Celery', () => {
  const args = [{ __type__: 'datetime', __value__: '2026-01-01' }];
  expect(() => buildTaskMessage({ ...order, args })).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  expect(buildTaskMessage({ ...order, args, typedValues: 'keep' }).body).toContain('__type__');
});

test('reads what it builds, whatever the arguments', () => {
  const json = fc.jsonValue();
  fc.assert(
    fc.property(fc.array(json), fc.dictionary(fc.string(), json, { noNullPrototype: true }), (args, kwargs) => {
      const wanted = {
        args: JSON.parse(JSON.stringify(args)) as WireValue[],
        kwargs: JSON.parse(JSON.stringify(kwargs)) as WireObject,
      };
      const built = buildTaskMessage({ ...order, ...wanted, etaMs: 1_000, expiresMs: 2_000, typedValues: 'keep' });
      const headers = JSON.parse(JSON.stringify(built.headers)) as WireObject;
      const read = parseTaskMessage(wire({ headers, body: Buffer.from(built.body) }));
      expect(read).toMatchObject({ taskId: 'id-1', taskName: 'shop.bill', etaMs: 1_000, expiresMs: 2_000, rootId: 'id-1' });
      if (read?.body.readable !== true) throw new Error('The body is readable.');
      expect(writeJson([read.body.args, read.body.kwargs])).toBe(writeJson([wanted.args, wanted.kwargs]));
    }),
  );
});

test('never throws, whatever a broker holds', () => {
  const anything = fc.jsonValue() as fc.Arbitrary<WireValue>;
  const headers = fc.dictionary(
    fc.constantFrom('task', 'id', 'eta', 'timelimit', 'stamps', 'compression', 'retries'),
    fc.oneof(fc.constant('x'), anything),
    { noNullPrototype: true },
  );
  const type = fc.constantFrom('application/json', 'application/x-python-serialize', undefined);
  const encoding = fc.constantFrom('utf-8', 'binary', 'no-such-encoding', undefined);
  fc.assert(
    fc.property(headers, type, encoding, fc.uint8Array(), (headers, contentType, contentEncoding, body) => {
      const task = parseTaskMessage(wire({ headers, contentType, contentEncoding, body }));
      expect(task === undefined).toBe(typeof headers['task'] !== 'string' || typeof headers['id'] !== 'string');
    }),
  );
});

test.each([
  ['application/x-python-serialize', {}, 'serializer', 'application/x-python-serialize'],
  ['application/x-yaml', {}, 'serializer', 'application/x-yaml'],
  ['application/x-msgpack', {}, 'serializer', 'application/x-msgpack'],
  ['application/data', {}, 'serializer', 'application/data'],
  ['application/json', { compression: 'application/x-bz2' }, 'compression', 'application/x-bz2'],
  ['application/json', { compression: 'application/x-gzip' }, 'compression', 'application/x-gzip'],
])('shows %s %j by its kind and size, unopened', (contentType, extra, reason, kind) => {
  const task = parseTaskMessage(wire({ headers: { task: 't', id: 'i', ...extra }, contentType, body: Buffer.from('80') }));
  expect(task?.body).toEqual({ readable: false, reason, kind, bytes: 2 });
});

test('unpacks what Python packed with zlib, unless it grows without bounds', () => {
  const headers = { task: 't', id: 'i', compression: 'application/x-gzip' };
  const read = (text: string) => parseTaskMessage(wire({ headers, body: deflateSync(text) }))?.body;
  expect(read('[[1], {"a": 2}, {}]')).toMatchObject({ readable: true, args: [1], kwargs: { a: 2 } });
  expect(read(`[["${'x'.repeat(20_000_000)}"], {}, {}]`)).toMatchObject({ readable: false, reason: 'compression' });
});

test('derives one id from one key, as RFC 9562 shapes it', () => {
  expect(taskIdFromKey('a')).toBe(taskIdFromKey('a'));
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      expect(taskIdFromKey(one)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(taskIdFromKey(one) === taskIdFromKey(other)).toBe(one === other);
    }),
  );
});

test('reads times with and without a zone, and takes none for UTC', () => {
  const wanted = Date.UTC(2026, 10, 21, 2, 51, 34, 348);
  expect(parseTime('2026-11-21T02:51:34.348505')).toBe(wanted);
  expect(parseTime('2026-11-21T02:51:34.348505+00:00')).toBe(wanted);
  expect(parseTime('2026-11-21T04:51:34.348505+02:00')).toBe(wanted);
  expect(parseTime({ __type__: 'datetime', __value__: '2026-11-21T02:51:34.348505' })).toBe(wanted);
  for (const other of ['yesterday', '', 7, null, undefined]) expect(parseTime(other)).toBeUndefined();
});

test('writes values as Python does', () => {
  expect(pythonRepr({ value: [1, "it's", 'a"b', null, true, 1.5, Number.NaN, { k: [10n ** 20n] }] })).toBe(
    `[1, "it's", 'a"b', None, True, 1.5, nan, {'k': [100000000000000000000]}]`,
  );
  expect(pythonRepr({ value: 'x'.repeat(50), maxLength: 10 })).toBe("'xxxxxx...");
  expect(pythonRepr({ value: '12345😀😀', maxLength: 10 })).toBe("'12345\uFFFD...");
});
