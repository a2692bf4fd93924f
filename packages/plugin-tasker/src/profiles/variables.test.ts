import { Secret } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import { importProfiles } from './import-profiles.ts';

const text = `
[profile.default.orchestration]
base_url = "http://localhost:8080"
auth.method = { type = "BearerToken", value = "file-jwt" }
[profile.staging.orchestration]
base_url = "https://staging.example.com"
[profile.eu-west]
[profile.orchestration]
`;

const load = async (env: Readonly<Record<string, string>>) => {
  const found = await importProfiles.find({ cwd: '/', home: '/', env, file: '/a.toml', readFile: async () => text });
  const settings = (name: string): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(Object(found?.profiles?.[name]?.connections['tasker'])).map(([key, value]) => [
        key,
        Secret.is(value) ? { secret: value.reveal() } : value,
      ]),
    );
  return { settings, note: found?.note ?? '', profiles: found?.profiles };
};

const inherited = { url: 'http://localhost:8080', token: { secret: 'file-jwt' } };

test('the variables for all profiles count for the active one alone', async () => {
  const { settings, note } = await load({
    TASKER_ORCHESTRATION_URL: 'https://live.example.com',
    TASKER_WORKER_URL: 'https://worker.example.com',
    TASKER_ORCHESTRATION_TIMEOUT_MS: '5000',
    TASKER_AUTH_TOKEN: 'shared-jwt',
  });
  expect(settings('default')).toEqual({
    url: 'https://live.example.com',
    worker_url: 'https://worker.example.com',
    token: { secret: 'shared-jwt' },
    timeout_ms: 5000,
  });
  expect(settings('staging')).toEqual({ ...inherited, url: 'https://staging.example.com' });
  expect(settings('eu-west')).toEqual(inherited);
  expect(note).toContain('that client lets them override every profile; here they count for "default" alone.');
  expect(note).not.toContain('shared-jwt');
});

test('or for the one that TASKER_CLIENT_PROFILE names', async () => {
  const { settings, note } = await load({
    TASKER_CLIENT_PROFILE: 'staging',
    TASKER_API_KEY: 'k',
    TASKER_API_KEY_HEADER: 'X-Ops',
  });
  expect(settings('default')).toEqual(inherited);
  expect(settings('staging')).toEqual({ url: 'https://staging.example.com', api_key: { secret: 'k' }, api_key_header: 'X-Ops' });
  expect(note).toContain('TASKER_API_KEY, TASKER_API_KEY_HEADER: ');
  expect(note).toContain('count for "staging" alone');
});

test('or for none, where that is no profile', async () => {
  const { settings, note } = await load({ TASKER_CLIENT_PROFILE: 'live', TASKER_AUTH_TOKEN: 'shared-jwt' });
  expect(settings('default')).toEqual(inherited);
  expect(note).toContain('count for none');
});

test('a remote address makes the active profile no development', async () => {
  expect((await load({})).profiles?.['default']?.tier).toBe('development');
  expect((await load({ TASKER_ORCHESTRATION_URL: 'https://live.example.com' })).profiles?.['default']).not.toHaveProperty('tier');
});

test('the token of the endpoint wins over the shared one, and both over the key', async () => {
  const env = { TASKER_AUTH_TOKEN: 'shared', TASKER_API_KEY: 'key' };
  expect((await load(env)).settings('default')).toMatchObject({ token: { secret: 'shared' } });
  const more = { ...env, TASKER_ORCHESTRATION_AUTH_TOKEN: 'endpoint' };
  expect((await load(more)).settings('default')).toMatchObject({ token: { secret: 'endpoint' } });
});

test("a profile's own variables are referred to and win over everything else", async () => {
  const { settings, note } = await load({
    TASKER_CLIENT_PROFILE: 'staging',
    TASKER_AUTH_TOKEN: 'shared-jwt',
    TASKER_STAGING_AUTH_TOKEN: 'own-jwt',
    TASKER_STAGING_ORCHESTRATION_URL: 'https://own.example.com',
    TASKER_STAGING_WORKER_URL: 'https://own.example.com/worker',
    TASKER_EU_WEST_API_KEY: 'own-key',
  });
  expect(settings('staging')).toEqual({
    url: '${env:TASKER_STAGING_ORCHESTRATION_URL}',
    worker_url: '${env:TASKER_STAGING_WORKER_URL}',
    token: '${env:TASKER_STAGING_AUTH_TOKEN}',
  });
  expect(settings('eu-west')).toEqual({ url: 'http://localhost:8080', api_key: '${env:TASKER_EU_WEST_API_KEY}' });
  expect(note).toContain('"eu-west": the configuration refers to TASKER_EU_WEST_API_KEY: set it where the server runs.');
});

test('an address that may change is never development', async () => {
  const { profiles } = await load({ TASKER_DEFAULT_ORCHESTRATION_URL: 'http://localhost:9999' });
  expect(profiles?.['default']).not.toHaveProperty('tier');
});

test('a profile called like a shared variable does not take it', async () => {
  const { settings } = await load({ TASKER_ORCHESTRATION_AUTH_TOKEN: 'endpoint' });
  expect(settings('orchestration')).toEqual(inherited);
  expect(settings('default')).toMatchObject({ token: { secret: 'endpoint' } });
});

test('two profiles whose variables would have one name share none', async () => {
  const readFile = async () => '[profile.eu-west]\n[profile.eu_west]';
  const env = { TASKER_EU_WEST_AUTH_TOKEN: 'whose' };
  const found = await importProfiles.find({ cwd: '/', home: '/', env, file: '/a.toml', readFile });
  expect(found?.profiles?.['eu-west']?.connections).toEqual({ tasker: { url: 'http://localhost:8080' } });
  expect(found?.profiles?.['eu_west']?.connections).toEqual({ tasker: { url: 'http://localhost:8080' } });
});

test('a gRPC profile with a REST address of its own is taken over', async () => {
  const readFile = async () => '[profile.far]\ntransport = "grpc"\norchestration.base_url = "https://far:9190"';
  const env = { TASKER_FAR_ORCHESTRATION_URL: 'https://far:8080' };
  const found = await importProfiles.find({ cwd: '/', home: '/', env, file: '/a.toml', readFile });
  expect(found?.profiles?.['far']?.connections).toEqual({ tasker: { url: '${env:TASKER_FAR_ORCHESTRATION_URL}' } });
  expect(found?.note).toContain('REST at the address from TASKER_FAR_ORCHESTRATION_URL is used: check');
});
