import * as z from 'zod';
import type { SecretRecord } from '../model/settings.ts';
import { openSealedBox } from '../sealed/sealed-box.ts';
import { stamp } from '../wire/links.ts';
import type { Endpoint, RepositoryCall } from './endpoint.ts';
import { repositoryEndpoint } from './endpoint.ts';
import { countedPage } from './page.ts';
import { bodyOf, orNotFound } from './parse.ts';
import { refuse } from './refusal.ts';

/** Secrets of a repository and of its environments: their values come sealed and are never shown. */
export const secretEndpoints = (): readonly Endpoint[] => [
  ...secretsBelow('/actions/secrets', 'secrets'),
  ...secretsBelow('/environments/:environment_name/secrets', 'environments'),
];

const keyId = '568250167242549743';

const secretsBelow = (path: string, permission: string): readonly Endpoint[] => [
  repositoryEndpoint(`GET ${path}`, `${permission}:read:write`, (call) => {
    const prefix = prefixOf(call);
    const own = [...call.repository.extras.secrets].filter(([key]) => key.startsWith(prefix));
    return countedPage(call, 'secrets', own, ([, secret]) => toSecret(secret));
  }),
  repositoryEndpoint(`GET ${path}/public-key`, `${permission}:read:write`, (call) => {
    prefixOf(call);
    return { json: { key_id: keyId, key: Buffer.from(call.repository.extras.sealingKey.publicKey).toString('base64') } };
  }),
  repositoryEndpoint(`GET ${path}/:secret_name`, `${permission}:read:write`, (call) => ({ json: toSecret(secretOf(call)) })),
  repositoryEndpoint(`PUT ${path}/:secret_name`, `${permission}:write`, write),
  repositoryEndpoint(`DELETE ${path}/:secret_name`, `${permission}:write`, (call) => {
    call.repository.extras.secrets.delete(prefixOf(call) + secretOf(call).name);
    return { status: 204, text: '' };
  }),
];

const prefixOf = ({ repository, params }: RepositoryCall): string => {
  const environment = params['environment_name'] ?? '';
  if (environment !== '') orNotFound(repository.extras.environments.get(environment));
  return `${environment}/`;
};

const nameOf = ({ params }: RepositoryCall): string => (params['secret_name'] ?? '').toUpperCase();

const secretOf = (call: RepositoryCall): SecretRecord =>
  orNotFound(call.repository.extras.secrets.get(prefixOf(call) + nameOf(call)));

function write(call: RepositoryCall) {
  const { secrets, sealingKey } = call.repository.extras;
  const body = bodyOf(call, z.object({ encrypted_value: z.string(), key_id: z.string() }));
  const name = nameOf(call);
  if (!/^[A-Z_][A-Z0-9_]*$/.test(name) || name.startsWith('GITHUB_')) throw refuse(422, 'Secret name is invalid');
  const value = openSealedBox(Buffer.from(body.encrypted_value, 'base64'), sealingKey);
  if (body.key_id !== keyId || value === undefined) throw refuse(422, 'Bad request - encrypted_value is not sealed for this key');
  const key = prefixOf(call) + name;
  const { createdAtMs = call.store.nowMs } = secrets.get(key) ?? {};
  const isNew = !secrets.has(key);
  secrets.set(key, { name, value: Buffer.from(value).toString(), createdAtMs, updatedAtMs: call.store.nowMs });
  return isNew ? { status: 201, json: {} } : { status: 204, text: '' };
}

const toSecret = ({ name, createdAtMs, updatedAtMs }: SecretRecord) => ({
  name,
  created_at: stamp(createdAtMs),
  updated_at: stamp(updatedAtMs),
});
