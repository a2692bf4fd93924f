import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { listen, serve } from '../../src/net/test/start-net.ts';

const run = promisify(execFile);

// Checks a URL in a process of its own; yields the answer and the packages that were loaded by then.
const probe = `
  import { registerHooks } from 'node:module';
  const loaded = new Set();
  registerHooks({
    load: (url, context, next) => {
      const [, name] = /\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)\\/(?!.*\\/node_modules\\/)/.exec(url) ?? [];
      if (name !== undefined) loaded.add(name);
      return next(url, context);
    },
  });
  const { default: net } = await import(process.argv[1]);
  const { compose } = await import(process.argv[2]);
  const profile = { tier: 'development', connections: { net: { targets: ['127.0.0.1'] } } };
  const composition = await compose({ plugins: [net], profiles: { default: 'test', profiles: { test: profile } } });
  const caller = { principal: { id: 'tester' }, profile: 'test', transport: 'embedded', client: 'test', readOnly: false };
  const call = { tool: 'http_check', args: { url: process.argv[3] }, caller, asking: { mode: 'none' }, signal: new AbortController().signal };
  const { value } = await composition.path.call(call);
  process.stdout.write(JSON.stringify({ ok: value?.ok, loaded: [...loaded] }));
  await composition.close();
`;

it('needs no library, and takes no proxy from the environment', async () => {
  let proxied = 0;
  const proxy = await listen(
    createServer((socket) => {
      proxied += 1;
      socket.destroy();
    }),
  );
  const port = await serve((_request, response) => response.end());
  const module = new URL('../../src/net/index.ts', import.meta.url).href;
  const core = import.meta.resolve('@lineclear/core');
  const url = `http://127.0.0.1:${port}/`;
  const args = ['--conditions=@lineclear/source', '--no-warnings', '--input-type=module', '--eval', probe, module, core, url];
  const proxies = Object.fromEntries(
    ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY'].map((name) => [name, `http://127.0.0.1:${proxy}`]),
  );
  const env = { ...process.env, ...proxies, NODE_USE_ENV_PROXY: '1', NO_PROXY: '', no_proxy: '' };
  const { stdout } = await run(process.execPath, args, { timeout: 100_000, env });
  const { ok, loaded } = JSON.parse(stdout);
  expect(ok).toBe(true);
  expect(proxied).toBe(0);
  expect(loaded).toContain('zod');
  expect(loaded.filter((name: string) => /undici|ssh2|octokit|kubernetes|pg/.test(name))).toEqual([]);
});
