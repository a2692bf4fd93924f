import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { JsonObject } from '@lineclear/core/plugin';

/** What a plugin did in a process of its own. */
export interface Loading {
  readonly tools: readonly string[];
  readonly answers: readonly { readonly kind: string; readonly value?: JsonObject; readonly error?: { readonly code: string } }[];
  /** The names of the packages that were loaded when the tools were listed, and after each of the calls. */
  readonly loaded: readonly (readonly string[])[];
}

const probe = `
  import { registerHooks } from 'node:module';
  const packages = new Set();
  registerHooks({
    load: (url, context, next) => {
      const [, name] = /\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)\\/(?!.*\\/node_modules\\/)/.exec(url) ?? [];
      if (name !== undefined) packages.add(name);
      return next(url, context);
    },
  });
  const [module, core, asked] = process.argv.slice(1);
  const { connections, calls } = JSON.parse(asked);
  const { default: plugin } = await import(module);
  const { compose } = await import(core);
  const profile = { tier: 'development', connections };
  const composition = await compose({ plugins: [plugin], profiles: { default: 'test', profiles: { test: profile } } });
  const caller = { principal: { id: 'tester' }, profile: 'test', transport: 'embedded', client: 'test', readOnly: false };
  const tools = composition.tools(caller).map(({ name }) => name);
  const loaded = [[...packages]];
  const answers = [];
  for (const { tool, args } of calls) {
    const { signal } = new AbortController();
    const { kind, value, error } = await composition.path.call({ tool, args, caller, asking: { mode: 'none' }, signal });
    answers.push({ kind, value, error });
    loaded.push([...packages]);
  }
  process.stdout.write(JSON.stringify({ tools, answers, loaded }));
  await composition.close();
`;

/** Composes the plugin of `src/<folder>`, lists its tools and makes the calls, in a process of its own. */
export const loadedPackages = async ({
  folder,
  connections,
  calls = [],
  env,
}: {
  folder: string;
  connections: Readonly<Record<string, unknown>>;
  calls?: readonly { readonly tool: string; readonly args: JsonObject }[];
  env?: NodeJS.ProcessEnv;
}): Promise<Loading> => {
  const module = new URL(`../src/${folder}/index.ts`, import.meta.url).href;
  const core = import.meta.resolve('@lineclear/core');
  const options = ['--conditions=@lineclear/source', '--no-warnings', '--input-type=module', '--eval', probe];
  const asked = JSON.stringify({ connections, calls });
  const { stdout } = await promisify(execFile)(process.execPath, [...options, module, core, asked], { timeout: 100_000, env });
  return JSON.parse(stdout);
};
