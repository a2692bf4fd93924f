import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

// Composes the plugin and lists its tools in a process of its own, then asks for a host; yields the packages that were loaded by then.
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
  const { default: hosts } = await import(process.argv[1]);
  const { compose } = await import(process.argv[2]);
  const settings = { hosts: { web: { address: '127.0.0.1', port: 9, user: 'nobody', password: 'unused-password' } } };
  const profile = { tier: 'development', connections: { hosts: settings } };
  const composition = await compose({ plugins: [hosts], profiles: { default: 'test', profiles: { test: profile } } });
  const caller = { principal: { id: 'tester' }, profile: 'test', transport: 'embedded', client: 'test', readOnly: false };
  const call = (tool, args) => composition.path.call({ tool, args, caller, asking: { mode: 'none' }, signal: new AbortController().signal });
  const tools = composition.tools(caller).length;
  await call('host_list', {});
  const before = [...loaded];
  const { error } = await call('host_query', { host: 'web', query: 'uptime' });
  process.stdout.write(JSON.stringify({ tools, before, code: error.code, after: [...loaded] }));
  await composition.close();
`;

it('loads the library for SSH with the first host that is reached', async () => {
  const module = new URL('../../src/hosts/index.ts', import.meta.url).href;
  const core = import.meta.resolve('@lineclear/core');
  const args = ['--conditions=@lineclear/source', '--no-warnings', '--input-type=module', '--eval', probe, module, core];
  const { stdout } = await run(process.execPath, args, { timeout: 100_000 });
  const { tools, before, code, after } = JSON.parse(stdout);
  expect(tools).toBeGreaterThan(4);
  expect(before).toContain('zod');
  expect(before.filter((name: string) => /ssh2|undici|kubernetes|octokit|^pg$/.test(name))).toEqual([]);
  expect(code).toBe('unreachable');
  expect(after).toContain('ssh2');
});
