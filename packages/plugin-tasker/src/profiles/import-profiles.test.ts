import { type Found, Secret } from '@lineclear/core/plugin';
import { describe, expect, test } from 'vitest';
import { importProfiles } from './import-profiles.ts';

const file = '/project/tasker.toml';

const find = async ({
  files,
  env = {},
  named,
}: {
  files: Readonly<Record<string, string>>;
  env?: Readonly<Record<string, string>>;
  named?: string;
}): Promise<{ found: Found | undefined; looked: readonly string[] }> => {
  const looked: string[] = [];
  const readFile = async (path: string): Promise<string | undefined> => {
    looked.push(path);
    return files[path];
  };
  return { found: await importProfiles.find({ cwd: '/project', home: '/home/ada', env, file: named, readFile }), looked };
};

const load = async (text: string, env: Readonly<Record<string, string>> = {}) => {
  const { found } = await find({ files: { [file]: text }, env, named: file });
  if (found === undefined) throw new Error('nothing was found');
  const connection = (name: string): unknown => found.profiles?.[name]?.connections['tasker'];
  return { ...found, connection };
};

// A secret prints as "[secret]", so a test has to open it.
const clear = (settings: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(Object(settings)).map(([key, value]) => [key, Secret.is(value) ? { secret: value.reveal() } : value]),
  );

describe('which file counts', () => {
  test('the first of the five places that has one', async () => {
    const { found, looked } = await find({ files: { '/home/ada/.tasker/client.toml': '[profile.a]' } });
    expect(looked).toEqual([
      '/project/.config/tasker.toml',
      '/project/.config/tasker-client.toml',
      '/project/tasker-client.toml',
      '/home/ada/.config/tasker/client.toml',
      '/home/ada/.tasker/client.toml',
    ]);
    expect(found?.note).toContain('read from /home/ada/.tasker/client.toml');
  });

  test('a named one alone', async () => {
    const files = { '/project/.config/tasker.toml': '[profile.a]' };
    expect(await find({ files, named: '/else/b.toml' })).toEqual({ found: undefined, looked: ['/else/b.toml'] });
  });

  test('the folder that XDG_CONFIG_HOME names', async () => {
    const { looked } = await find({ files: {}, env: { XDG_CONFIG_HOME: '/etc/ada' } });
    expect(looked).toContain('/etc/ada/tasker/client.toml');
  });
});

describe('credentials', () => {
  test.each([
    ['a bearer token', 'auth.method = { type = "BearerToken", value = "jwt-1" }', { token: { secret: 'jwt-1' } }],
    [
      'a bearer token with dotted keys',
      'auth.method.type = "BearerToken"\nauth.method.value = "jwt-1"',
      { token: { secret: 'jwt-1' } },
    ],
    ['an API key', 'auth.method = { type = "ApiKey", value = { key = "k-1" } }', { api_key: { secret: 'k-1' } }],
    [
      'an API key in a header of its own',
      'auth.method = { type = "ApiKey", value = { key = "k-1", header_name = "X-Ops" } }',
      { api_key: { secret: 'k-1' }, api_key_header: 'X-Ops' },
    ],
    ['none', '', {}],
  ])('%s', async (_what, lines, expected) => {
    const { connection } = await load(`[profile.x.orchestration]\nbase_url = "http://x:1"\n${lines}\n`);
    expect(clear(connection('x'))).toEqual({ url: 'http://x:1', ...expected });
  });

  test('an address with a password is a secret as a whole', async () => {
    const { connection, note } = await load('[profile.x.orchestration]\nbase_url = "http://ada:hunter22@x:1"\n');
    expect(clear(connection('x'))).toEqual({ url: { secret: 'http://ada:hunter22@x:1' } });
    expect(note).not.toContain('hunter22');
  });

  test('a header that cannot be sent leaves the profile out', async () => {
    const { profiles, note } = await load(
      '[profile.x.orchestration]\nauth.method = { type = "ApiKey", value = { key = "k", header_name = "a b" } }',
    );
    expect(profiles).toEqual({});
    expect(note).toContain('"x": left out');
  });
});

const several = `
[profile.default]
transport = "rest"
[profile.default.orchestration]
base_url = "http://localhost:8080"
timeout_ms = 10000
auth.method = { type = "BearerToken", value = "default-jwt" }
[profile.default.worker]
base_url = "http://localhost:8081"

[profile.ci]
description = "inherits all"

[profile.staging]
namespaces = ["orders"]
tools = ["t1", "TIER2", "tier9"]
[profile.staging.orchestration]
base_url = "https://staging.example.com/api"
max_retries = 5
auth.method = { type = "ApiKey", value = { key = "staging-key" } }
`;

test('a profile inherits what it does not say from the default one', async () => {
  const { connection, default: active } = await load(several);
  expect(active).toBe('default');
  expect(clear(connection('ci'))).toEqual(clear(connection('default')));
  expect(clear(connection('staging'))).toEqual({
    url: 'https://staging.example.com/api',
    worker_url: 'http://localhost:8081',
    api_key: { secret: 'staging-key' },
    timeout_ms: 10_000,
  });
});

test('without a default profile the first by name is active, and the address is the one of the client itself', async () => {
  const { connection, default: active } = await load('[profile.b]\n[profile.a]');
  expect(active).toBe('a');
  expect(connection('b')).toEqual({ url: 'http://localhost:8080' });
});

test('tiers of tools without the third turn writes off, and are told as toolsets', async () => {
  const { profiles, note } = await load(several);
  expect(profiles?.['staging']).toMatchObject({ writes: 'off' });
  expect(profiles?.['default']).not.toHaveProperty('writes');
  expect(note).toContain(
    '"staging": it offers tier1, tier2 there; here the server is started with --toolsets tasker/tier1,tasker/tier2',
  );
});

test.each([
  ['default', 'http://localhost:8080', 'development'],
  ['dev', 'http://127.0.0.1:8080', 'development'],
  ['local', 'http://[::1]:8080', 'development'],
  ['dev', 'https://dev.example.com', undefined],
  ['default', 'http://localhost.example.com', undefined],
  ['ci', 'http://localhost:8080', undefined],
  ['eu-production', 'http://localhost:8080', 'production'],
  ['Prod_2', 'https://x.example.com', 'production'],
  ['staging_eu', 'https://x.example.com', 'staging'],
  ['test', 'https://x.example.com', 'staging'],
  ['latest', 'https://x.example.com', undefined],
  ['test-prod', 'https://x.example.com', 'production'],
])('the profile %s at %s has the tier %s', async (name, url, tier) => {
  const { profiles } = await load(`[profile.${name}.orchestration]\nbase_url = "${url}"`);
  expect(profiles?.[name.toLowerCase()]?.tier).toBe(tier);
});

test('a gRPC address is left out; an inherited REST address is used and has to be checked', async () => {
  const { profiles, note } = await load(`
[profile.default.orchestration]
base_url = "http://localhost:8080"
[profile.default.worker]
base_url = "http://localhost:8081"
[profile.near]
transport = "grpc"
[profile.near.worker]
base_url = "http://localhost:9191"
[profile.far]
transport = "grpc"
orchestration.base_url = "https://far:9190"
`);
  expect(profiles).not.toHaveProperty('far');
  expect(note).toContain('"far": left out: its address is a gRPC one');
  expect(profiles?.['near']?.connections['tasker']).toEqual({ url: 'http://localhost:8080' });
  expect(note).toContain('"near": it uses gRPC there; here REST at the address from [profile.default] is used: check');
  expect(note).toContain('"near": the address of its worker is no REST one and was left out.');
});

test('an address that is no URL of http leaves the profile out', async () => {
  const { profiles, note } = await load('[profile.x.orchestration]\nbase_url = "localhost:8080"');
  expect(profiles).toEqual({});
  expect(note).toContain('"x": left out: its address is no http or https URL.');
});

test('no reference of ours begins in what the file says', async () => {
  const { connection } = await load('[profile.x.orchestration]\nbase_url = "http://x/${command:touch /mark}"');
  expect(connection('x')).toEqual({ url: 'http://x/$${command:touch /mark}' });
});

test('a name that none can have here is changed, and two that become one are not mixed', async () => {
  const { profiles, note } = await load('[profile."EU West"]\n[profile.eu-west]\n[profile.constructor]');
  expect(Object.keys(profiles ?? {})).toEqual(['eu-west', 'constructor']);
  expect(note).toContain('"EU West": it is called "eu-west" here.');
  expect(note).toContain('"eu-west": left out: "eu-west" is taken already.');
});

test('times that the connection does not take are brought to its limits', async () => {
  const { connection } = await load('[profile.x.orchestration]\ntimeout_ms = 5\n[profile.y.orchestration]\ntimeout_ms = 9999999');
  expect(connection('x')).toMatchObject({ timeout_ms: 100 });
  expect(connection('y')).toMatchObject({ timeout_ms: 600_000 });
});

describe('a file that cannot be used', () => {
  test('bad TOML is told by its line, without what stands there', async () => {
    const text = '[profile.x]\n[profile.x.orchestration]\nauth.method = { type = "BearerToken", value = "very-secret }\n';
    const failure = await load(text).catch((error: unknown) => error);
    expect(String(failure)).toContain(`${file}:3:`);
    expect(String(failure)).toContain('is not valid TOML');
    expect(String(failure)).not.toContain('very-secret');
  });

  test('a key of the wrong kind is told by its name, without its value', async () => {
    const text = '[profile.x.orchestration]\nauth.method = { type = "very-secret", value = "very-secret" }\nbase_url = 7';
    const failure = await load(text).catch((error: unknown) => error);
    expect(String(failure)).toContain('profile.x.orchestration.base_url');
    expect(String(failure)).toContain('profile.x.orchestration.auth.method.type');
    expect(String(failure)).not.toContain('very-secret');
  });

  test('one without profiles is told', async () => {
    await expect(load('[cli]\ndefault-language = "ruby"')).rejects.toThrow('has no [profile.NAME] table');
  });
});
