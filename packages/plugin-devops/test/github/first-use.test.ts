import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

// Composes the plugin and lists its tools in a process of its own; yields the packages that were loaded by then.
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
  const { default: github } = await import(process.argv[1]);
  const { compose } = await import(process.argv[2]);
  const profile = { tier: 'development', connections: { github: { url: 'http://127.0.0.1:9', token: 'unused-token' } } };
  const composition = await compose({ plugins: [github], profiles: { default: 'test', profiles: { test: profile } } });
  const caller = { principal: { id: 'tester' }, profile: 'test', transport: 'embedded', client: 'test', readOnly: false };
  const tools = composition.tools(caller).length;
  process.stdout.write(JSON.stringify({ tools, before: [...loaded] }));
  await composition.close();
`;

it('loads Octokit and the library for sealed secrets with their first use', async () => {
  const module = new URL('../../src/github/index.ts', import.meta.url).href;
  const core = import.meta.resolve('@lineclear/core');
  const args = ['--conditions=@lineclear/source', '--no-warnings', '--input-type=module', '--eval', probe, module, core];
  const { stdout } = await run(process.execPath, args, { timeout: 100_000 });
  const { tools, before } = JSON.parse(stdout);
  expect(tools).toBeGreaterThan(10);
  expect(before).toContain('zod');
  expect(before.filter((name: string) => /octokit|bottleneck|sodium|undici/.test(name))).toEqual([]);
});
