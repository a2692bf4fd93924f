import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import kubernetes from '../../src/kubernetes/index.ts';
import { startBackend } from './backend.ts';

const run = promisify(execFile);

// Composes the plugin and lists its tools in a process of its own, then asks a cluster; yields the packages that were loaded by then.
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
  const { default: kubernetes } = await import(process.argv[1]);
  const { compose } = await import(process.argv[2]);
  const profile = { tier: 'development', connections: { kubernetes: JSON.parse(process.argv[3]) } };
  const composition = await compose({ plugins: [kubernetes], profiles: { default: 'test', profiles: { test: profile } } });
  const caller = { principal: { id: 'tester' }, profile: 'test', transport: 'embedded', client: 'test', readOnly: false };
  const tools = composition.tools(caller).map(({ name }) => name);
  const before = [...loaded];
  const args = { context: 'test', namespace: 'shop', kind: 'Pod', name: 'one' };
  const asking = { mode: 'none' };
  const { kind } = await composition.path.call({ tool: 'k8s_get', args, caller, asking, signal: new AbortController().signal });
  process.stdout.write(JSON.stringify({ tools, before, kind, after: [...loaded] }));
  await composition.close();
`;

it('loads what it needs with the first question, and the library of Kubernetes not even then', async () => {
  const backend = await startBackend();
  onTestFinished(() => backend.close?.());
  const module = new URL('../../src/kubernetes/index.ts', import.meta.url).href;
  const core = import.meta.resolve('@lineclear/core');
  const settings = JSON.stringify(backend.connections.kubernetes);
  const args = [
    '--conditions=@lineclear/source',
    '--no-warnings',
    '--input-type=module',
    '--eval',
    probe,
    module,
    core,
    settings,
  ];
  const { stdout } = await run(process.execPath, args, { timeout: 100_000 });
  const { tools, before, kind, after } = JSON.parse(stdout);
  expect(tools).toEqual(expect.arrayContaining(kubernetes.tools.map(({ name }) => name)));
  expect(before).toContain('zod');
  const heavy = (names: readonly string[]) => names.filter((name) => /kubernetes|openid|undici|ripgrep|^ws$/.test(name));
  expect(heavy(before)).toEqual([]);
  expect(kind).toBe('value');
  expect(heavy(after).toSorted()).toEqual(['undici']);
});
