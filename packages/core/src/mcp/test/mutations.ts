import fc from 'fast-check';
import { metaKeys, modernBody, type ModernMessage, modernHeaders, type WireRequest } from './wire-request.ts';

type Body = Record<string, unknown> & { params: Record<string, unknown> & { _meta: Record<string, unknown> } };
type Headers = Map<string, string>;
/** Bends one thing of a well-formed request. */
type Mutation = (parts: { headers: Headers; body: Body }) => void;

const names = ['echo', 'noop', 'unicode', 'fail', 'hidden', 'asking', 'nope'] as const;
const message: fc.Arbitrary<ModernMessage> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({ name: fc.constantFrom(...names), arguments: fc.dictionary(fc.string(), fc.jsonValue()) })
      .map((params) => ({ method: 'tools/call', params })),
  },
  { weight: 1, arbitrary: fc.constantFrom({ method: 'tools/list' }, { method: 'tools/list', params: { cursor: 'page-4' } }) },
  { weight: 1, arbitrary: fc.constantFrom('server/discover', 'prompts/list', 'resources/list').map((method) => ({ method })) },
);

const headerNames = ['content-type', 'accept', 'mcp-protocol-version', 'mcp-method', 'mcp-name'] as const;
const headerValues = [
  '',
  'application/json',
  'application/json;charset=utf-8',
  '2026-07-28',
  '2025-11-25',
  'tools/call',
  'tools/list',
  'echo',
  'noop',
  'x, y',
  '=?base64?ZWNobw==?=',
];
const metaNames = [
  ...Object.values(metaKeys),
  'progressToken',
  'traceparent',
  'io.modelcontextprotocol/logLevel',
  'example.com/own',
];

const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(null, '', 0, -1, 1.5, 2 ** 53, true, [], {}, '2026-07-28', 'echo', { form: {} }),
);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(fc.constantFrom(...headerNames), fc.constantFrom(...headerValues)).map(
    ([name, value]): Mutation =>
      ({ headers }) =>
        void headers.set(name, value),
  ),
  fc.constantFrom(...headerNames).map(
    (name): Mutation =>
      ({ headers }) =>
        void headers.delete(name),
  ),
  fc.tuple(fc.constantFrom('jsonrpc', 'id', 'method', 'extra'), odd).map(
    ([key, value]): Mutation =>
      ({ body }) =>
        void (body[key] = value),
  ),
  fc.constantFrom('jsonrpc', 'id', 'params').map(
    (key): Mutation =>
      ({ body }) =>
        void Reflect.deleteProperty(body, key),
  ),
  fc.tuple(fc.constantFrom('name', 'arguments', 'cursor', 'requestState', 'inputResponses', 'task', 'extra'), odd).map(
    ([key, value]): Mutation =>
      ({ body }) =>
        void (body.params[key] = value),
  ),
  fc.tuple(fc.constantFrom(...metaNames), odd).map(
    ([key, value]): Mutation =>
      ({ body }) =>
        void (body.params._meta[key] = value),
  ),
  fc.constantFrom(...metaNames).map(
    (key): Mutation =>
      ({ body }) =>
        void Reflect.deleteProperty(body.params._meta, key),
  ),
  fc.oneof(fc.string(), fc.integer(), fc.double()).map(
    (id): Mutation =>
      ({ body }) =>
        void (body['id'] = id),
  ),
);

/** A well-formed request with up to three things bent. */
export const mutated: fc.Arbitrary<WireRequest> = fc
  .tuple(message, fc.array(mutation, { maxLength: 3 }))
  .map(([start, mutations]) => {
    const parts = { headers: new Map(modernHeaders(start)), body: structuredClone(modernBody(start)) as Body };
    for (const bend of mutations) {
      try {
        bend(parts);
      } catch {
        // An earlier one took away what this one would bend.
      }
    }
    return { headers: [...parts.headers], body: JSON.stringify(parts.body) };
  });
