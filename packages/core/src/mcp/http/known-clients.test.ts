import { expect, test } from 'vitest';
import { metaKeys, modernBody, modernHeaders } from '../test/wire-request.ts';
import { KnownClients } from './known-clients.ts';

const message = { method: 'tools/call', params: { name: 'echo' } };
const goodHeaders = Object.fromEntries(modernHeaders(message));
// The classifier refuses these; a client that is remembered is not asked about any more.
const badHeaders = { ...goodHeaders, 'mcp-method': 'tools/list' };

const lookUp = ({
  clients,
  info,
  headers,
  capabilities = { elicitation: {} },
}: {
  clients: KnownClients;
  info: unknown;
  headers: Record<string, string>;
  capabilities?: object;
}) => {
  const body = modernBody({ ...message, meta: { [metaKeys.client]: info, [metaKeys.capabilities]: capabilities } });
  return clients.lookUp({ headers, body, meta: body.params._meta });
};
const client = (name: string) => ({ name, version: '1' });

test('a client is known once the classifier accepted it, and not before', () => {
  const clients = new KnownClients();
  expect(lookUp({ clients, info: client('a'), headers: badHeaders })).toBeUndefined();
  expect(lookUp({ clients, info: client('a'), headers: goodHeaders })).toEqual({ label: 'a/1', hasForms: true });
  expect(lookUp({ clients, info: client('a'), headers: badHeaders })).toEqual({ label: 'a/1', hasForms: true });
});

test('the same name with other capabilities is another client', () => {
  const clients = new KnownClients();
  lookUp({ clients, info: client('a'), headers: goodHeaders });
  expect(lookUp({ clients, info: client('a'), headers: badHeaders, capabilities: {} })).toBeUndefined();
  expect(lookUp({ clients, info: client('a'), headers: goodHeaders, capabilities: {} })).toEqual({
    label: 'a/1',
    hasForms: false,
  });
});

test('the oldest of a thousand is forgotten for a newcomer', () => {
  const clients = new KnownClients();
  for (let count = 0; count < 1_000; count += 1) lookUp({ clients, info: client(`c${count}`), headers: goodHeaders });
  expect(lookUp({ clients, info: client('c0'), headers: badHeaders })).toBeDefined();
  lookUp({ clients, info: client('newcomer'), headers: goodHeaders });
  expect(lookUp({ clients, info: client('c0'), headers: badHeaders })).toBeUndefined();
  expect(lookUp({ clients, info: client('c1'), headers: badHeaders })).toBeDefined();
});

test('a description that is too long is never remembered', () => {
  const clients = new KnownClients();
  expect(lookUp({ clients, info: client('x'.repeat(5_000)), headers: goodHeaders })).toBeUndefined();
});

test('no description and an empty one are told apart', () => {
  const clients = new KnownClients();
  expect(lookUp({ clients, info: undefined, headers: goodHeaders })).toEqual({ label: undefined, hasForms: true });
  expect(lookUp({ clients, info: null, headers: goodHeaders })).toBeUndefined();
});
