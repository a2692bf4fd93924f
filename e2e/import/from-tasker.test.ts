// A client's file becomes profiles that work: through the command line, with the real plugin, in a home of its own.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { type Home, makeHome } from '../processes/app/home.ts';

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

let home: Home;
let backend: Server;
let seen: { url: string | undefined; authorization: string | undefined; key: string | string[] | undefined }[];
beforeEach(async () => {
  home = await makeHome();
  seen = [];
  backend = createServer(({ url, headers }, response) => {
    seen.push({ url, authorization: headers.authorization, key: headers['x-ops-key'] });
    response.setHeader('content-type', 'application/json');
    response.end('{"status":"healthy","timestamp":"2026-01-01T00:00:00Z"}');
  }).listen(0, '127.0.0.1');
  await once(backend, 'listening');
});
afterEach(async () => {
  backend.close();
  await home[Symbol.asyncDispose]();
});

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const host = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { cwd: home.workspace, env: { ...home.env, ...env } };
    execFile(process.execPath, ['--conditions=@lineclear/source', main, ...args], options, (error, stdout, stderr) =>
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
const init = (args: readonly string[], env?: Readonly<Record<string, string>>) =>
  host(['init', '--client', 'none', '--from-tasker', ...args], env);
const configuration = (): Promise<string> => readFile(join(home.workspace, 'lineclear.yaml'), 'utf8');
const address = (): string => {
  const bound: AddressInfo | string | null = backend.address();
  return typeof bound === 'object' && bound !== null ? `http://127.0.0.1:${bound.port}` : '';
};

const clientFile = (): string => `
[profile.default.orchestration]
base_url = "${address()}/default"
auth.method = { type = "BearerToken", value = "local-jwt-4711" }

[profile.staging]
tools = ["tier1", "tier2"]
[profile.staging.orchestration]
base_url = "${address()}/staging"
auth.method = { type = "ApiKey", value = { key = "staging-key-4711", header_name = "X-Ops-Key" } }

[profile.production.orchestration]
base_url = "${address()}/production"
`;

test('the profiles of a client file work, with their credentials, and no secret stands in the configuration', async () => {
  await home.write('.config/tasker-client.toml', clientFile());
  const ended = await init([], { TASKER_PRODUCTION_AUTH_TOKEN: 'production-jwt-4711' });
  expect(ended.stderr).toBe('');
  const text = await configuration();
  expect(text).toContain('default: default');
  expect(text).toContain('${env:TASKER_PRODUCTION_AUTH_TOKEN}');
  expect(`${text}${ended.stdout}`).not.toContain('4711');

  const secrets = join(home.folder, 'config', 'lineclear', 'secrets');
  expect((await readdir(secrets)).toSorted()).toEqual(['default-tasker-token', 'staging-tasker-api_key']);
  for (const name of await readdir(secrets)) expect((await stat(join(secrets, name))).mode & 0o777).toBe(0o600);

  const doctor = await host(['doctor', '--json'], { TASKER_PRODUCTION_AUTH_TOKEN: 'production-jwt-4711' });
  for (const name of ['default', 'staging', 'production']) {
    expect(JSON.parse(doctor.stdout)).toContainEqual(expect.objectContaining({ what: `${name}/tasker`, status: 'ok' }));
  }
  expect(seen).toContainEqual({ url: '/default/health', authorization: 'Bearer local-jwt-4711', key: undefined });
  expect(seen).toContainEqual({ url: '/staging/health', authorization: undefined, key: 'staging-key-4711' });
  expect(seen).toContainEqual({ url: '/production/health', authorization: 'Bearer production-jwt-4711', key: undefined });
});

test('the tiers of the other client name toolsets here', async () => {
  await home.write('.config/tasker-client.toml', clientFile());
  expect((await init([])).stdout).toContain('--toolsets tasker/tier1,tasker/tier2');
  const listed = async (toolsets: string): Promise<readonly string[]> => {
    const { stdout } = await host(['tools', '--json', '--toolsets', toolsets]);
    const { tools } = z.object({ tools: z.array(z.looseObject({ name: z.string() })) }).parse(JSON.parse(stdout));
    return tools.map(({ name }) => name);
  };
  const [first, second, both] = [await listed('tasker/tier1'), await listed('tasker/tier2'), await listed('tasker/tier1,tier2')];
  expect(first.filter((name) => !/^(template|schema|handler)_/.test(name))).toEqual([]);
  expect(first).toContain('template_validate');
  expect(second).toHaveLength(16);
  expect(both).toEqual([...first, ...second]);
  expect((await listed('tasker/tier3')).toSorted()).toEqual(writes);
});

const writes = ['dlq_update', 'step_complete', 'step_resolve', 'step_retry', 'task_cancel', 'task_submit'];

test('an unknown toolset is refused with the one that was probably meant', async () => {
  const ended = await host(['tools', '--toolsets', 'tasker/teir1']);
  expect(ended.exitCode).not.toBe(0);
  expect(ended.stderr).toContain('the selection names the unknown toolset "tasker/teir1"');
  expect(ended.stderr).toContain('tasker/tier1');
});

test('an existing configuration gets the profiles that it has not', async () => {
  await home.write('mine.yaml', `# mine\nprofiles:\n  staging: { tasker: { url: "${address()}/mine" } } # as it was\n`);
  await home.write('client.toml', clientFile());
  const ended = await init(['client.toml', '--config', 'mine.yaml']);
  expect(ended.exitCode).toBe(0);
  expect(ended.stdout).toContain('the profile "staging" is there already');
  const doctor = await host(['doctor', '--json', '--config', 'mine.yaml']);
  expect(JSON.parse(doctor.stdout)).toContainEqual(expect.objectContaining({ what: 'staging/tasker', status: 'ok' }));
  expect(seen.map(({ url }) => url)).toContain('/mine/health');
  expect(await readFile(join(home.workspace, 'mine.yaml'), 'utf8')).toContain('# as it was');
});

test('a file that is no TOML is told by its line, and nothing is written', async () => {
  const path = await home.write('client.toml', '[profile.x]\nauth = "secret-4711\n');
  const ended = await init(['client.toml']);
  expect(ended.exitCode).toBe(3);
  expect(ended.stderr).toContain(`${path}:2:`);
  expect(`${ended.stdout}${ended.stderr}`).not.toContain('4711');
  await expect(configuration()).rejects.toThrow('ENOENT');
});

test('without a file, every place that was looked at is told', async () => {
  const ended = await init([]);
  expect(ended.exitCode).toBe(1);
  for (const name of ['.config/tasker.toml', '.config/tasker-client.toml', 'tasker-client.toml']) {
    expect(ended.stderr).toContain(join(home.workspace, name));
  }
  expect(ended.stderr).toContain(join(home.folder, 'config', 'tasker', 'client.toml'));
  expect(ended.stderr).toContain(join(home.folder, '.tasker', 'client.toml'));
});
