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
  const { default: database } = await import(process.argv[1]);
  const { compose } = await import(process.argv[2]);
  const shop = { host: '127.0.0.1', port: 9, database: 'shop', reader: { user: 'reader' }, tls: { mode: 'off' } };
  const profile = { tier: 'development', connections: { database: { databases: { shop } } } };
  const composition = await compose({ plugins: [database], profiles: { default: 'test', profiles: { test: profile } } });
  const caller = { principal: { id: 'tester' }, profile: 'test', transport: 'embedded', client: 'test', readOnly: false };
  const tools = composition.tools(caller).length;
  const before = [...loaded];
  const { signal } = new AbortController();
  await composition.path.call({ tool: 'db_sizes', args: { database: 'shop' }, caller, asking: { mode: 'none' }, signal });
  process.stdout.write(JSON.stringify({ tools, before, after: [...loaded] }));
  await composition.close();
`;

it('loads the library with its first use, and its pool never', async () => {
  const module = new URL('../../src/database/index.ts', import.meta.url).href;
  const core = import.meta.resolve('@lineclear/core');
  const args = ['--conditions=@lineclear/source', '--no-warnings', '--input-type=module', '--eval', probe, module, core];
  const { stdout } = await run(process.execPath, args, { timeout: 100_000 });
  const { tools, before, after } = JSON.parse(stdout);
  expect(tools).toBeGreaterThan(10);
  expect(before).toContain('zod');
  expect(before.filter((name: string) => name.startsWith('pg'))).toEqual([]);
  expect(after).toContain('pg');
  expect(after).not.toContain('pg-pool');
});
