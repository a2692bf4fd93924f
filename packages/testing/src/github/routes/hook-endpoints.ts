import * as z from 'zod';
import type { KeptRecord } from '../model/settings.ts';
import { stamp } from '../wire/links.ts';
import type { Endpoint, RepositoryCall } from './endpoint.ts';
import { repositoryEndpoint } from './endpoint.ts';
import { change, keptIn, toKept } from './kept.ts';
import { page } from './page.ts';
import { anyObject, bodyOf } from './parse.ts';
import { invalid } from './refusal.ts';

/** What is let in and what is told outside: deploy keys and webhooks. */
export const hookEndpoints = (): readonly Endpoint[] => [
  repositoryEndpoint('GET /keys', 'administration:read', (call) =>
    page(call, [...keysOf(call).values()], (key) => toKey(call, key)),
  ),
  repositoryEndpoint('POST /keys', 'administration:write', createKey),
  repositoryEndpoint('GET /keys/:key_id', 'administration:read', (call) => ({
    json: toKey(call, keptIn(keysOf(call), { call, name: 'key_id' })),
  })),
  repositoryEndpoint('DELETE /keys/:key_id', 'administration:write', (call) => {
    keysOf(call).delete(keptIn(keysOf(call), { call, name: 'key_id' }).id);
    return { status: 204, text: '' };
  }),
  repositoryEndpoint('GET /hooks', 'repository_hooks:read', (call) =>
    page(call, [...hooksOf(call).values()], (hook) => toHook(call, hook)),
  ),
  repositoryEndpoint('POST /hooks', 'repository_hooks:write', createHook),
  repositoryEndpoint('GET /hooks/:hook_id', 'repository_hooks:read', (call) => ({
    json: toHook(call, keptIn(hooksOf(call), { call, name: 'hook_id' })),
  })),
  repositoryEndpoint('PATCH /hooks/:hook_id', 'repository_hooks:write', (call) => {
    const hook = keptIn(hooksOf(call), { call, name: 'hook_id' });
    change(call, hook, bodyOf(call, anyObject));
    return { json: toHook(call, hook) };
  }),
  repositoryEndpoint('GET /hooks/:hook_id/config', 'repository_hooks:read', (call) => ({
    json: toHook(call, keptIn(hooksOf(call), { call, name: 'hook_id' })).config,
  })),
  repositoryEndpoint('PATCH /hooks/:hook_id/config', 'repository_hooks:write', (call) => {
    const hook = keptIn(hooksOf(call), { call, name: 'hook_id' });
    // Unlike a change of the hook itself, this keeps the secret where none is sent.
    change(call, hook, { config: { ...hookBody.parse(hook.body).config, ...bodyOf(call, anyObject) } });
    return { json: toHook(call, hook).config };
  }),
  repositoryEndpoint('POST /hooks/:hook_id/pings', 'repository_hooks:write', (call) => {
    const hook = keptIn(hooksOf(call), { call, name: 'hook_id' });
    const { pings } = z.object({ pings: z.number().default(0) }).parse(hook.body);
    hook.body = { ...hook.body, pings: pings + 1 };
    return { status: 204, text: '' };
  }),
  repositoryEndpoint('DELETE /hooks/:hook_id', 'repository_hooks:write', (call) => {
    hooksOf(call).delete(keptIn(hooksOf(call), { call, name: 'hook_id' }).id);
    return { status: 204, text: '' };
  }),
];

const keysOf = ({ repository }: RepositoryCall) => repository.extras.keys;
const hooksOf = ({ repository }: RepositoryCall) => repository.extras.hooks;

const keyBody = z.object({ title: z.string().default(''), key: z.string(), read_only: z.boolean().default(false) });

function createKey(call: RepositoryCall) {
  const body = bodyOf(call, keyBody);
  const resource = 'PublicKey';
  if (!/^(ssh-|ecdsa-)\S+ [A-Za-z0-9+/=]+/.test(body.key)) {
    throw invalid({
      resource,
      field: 'key',
      code: 'custom',
      message: 'key is invalid. You must supply a key in OpenSSH public key format',
    });
  }
  if ([...keysOf(call).values()].some(({ body: known }) => known['key'] === body.key)) {
    throw invalid({ resource, field: 'key', code: 'custom', message: 'key is already in use' });
  }
  const key = toKept(call, body);
  keysOf(call).set(key.id, key);
  return { status: 201, json: toKey(call, key) };
}

const toKey = ({ repository, links }: RepositoryCall, { id, by, createdAtMs, body }: KeptRecord) => ({
  id,
  ...keyBody.parse(body),
  url: `${links.repository(repository)}/keys/${id}`,
  verified: true,
  created_at: stamp(createdAtMs),
  added_by: by,
  last_used: null,
  enabled: true,
});

const hookBody = z.object({
  active: z.boolean().default(true),
  events: z.array(z.string()).default(['push']),
  config: z.object({
    url: z.string(),
    content_type: z.string().default('form'),
    insecure_ssl: z.union([z.string(), z.number()]).default('0'),
    secret: z.string().optional(),
  }),
});

function createHook(call: RepositoryCall) {
  const given = bodyOf(call, anyObject);
  const parsed = hookBody.safeParse(given);
  if (!parsed.success) throw invalid({ resource: 'Hook', field: 'url', code: 'missing_field' });
  const isKnown = [...hooksOf(call).values()].some(({ body }) => hookBody.parse(body).config.url === parsed.data.config.url);
  if (isKnown)
    throw invalid({ resource: 'Hook', field: 'url', code: 'custom', message: 'Hook already exists on this repository' });
  const hook = toKept(call, given);
  hooksOf(call).set(hook.id, hook);
  return { status: 201, json: toHook(call, hook) };
}

const toHook = ({ repository, links }: RepositoryCall, { id, createdAtMs, updatedAtMs, body }: KeptRecord) => {
  const { active, events, config } = hookBody.parse(body);
  const self = `${links.repository(repository)}/hooks/${id}`;
  return {
    type: 'Repository',
    id,
    name: 'web',
    active,
    events,
    // What signs the deliveries is never shown again.
    config: { ...config, ...(config.secret !== undefined && { secret: '********' }) },
    url: self,
    test_url: `${self}/test`,
    ping_url: `${self}/pings`,
    deliveries_url: `${self}/deliveries`,
    created_at: stamp(createdAtMs),
    updated_at: stamp(updatedAtMs),
    last_response: { code: null, status: 'unused', message: null },
  };
};
