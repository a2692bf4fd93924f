import { basename } from 'node:path';
import type { PluginEntry } from '@lineclear/core';
import type { Surroundings } from './surroundings.ts';

/** What an app says about itself; everything else comes from the command line and the configuration. */
export interface HostSpec {
  /** The npm name; people start it with `npx <name>`. */
  readonly name: string;
  readonly title?: string;
  readonly version: string;
  readonly plugins: readonly PluginEntry[];
  /** Leaves every write out, whatever the configuration says. */
  readonly readOnly?: boolean;
}

/** The name that clients list the server under: the npm name without its scope. */
export const shortName = ({ name }: Pick<HostSpec, 'name'>): string =>
  name.replace(/^@lineclear\//, 'lineclear-').replace(/^@[^/]+\//, '');

/** What people type to run another command of this app, the way it was started. */
export const commandOf = ({ spec, surroundings }: CommandParts): string => {
  if (surroundings.env['npm_command'] === 'exec') return `npx ${spec.name}`;
  if (!isScript(surroundings.script)) return basename(surroundings.script) || shortName(spec);
  // A Node that a project brought with it is not the one that another terminal finds.
  const node = surroundings.interpreter.includes('node_modules') ? quoted(surroundings.interpreter) : 'node';
  return `${node} ${quoted(surroundings.script)}`;
};

/** How another program starts this app: a checkout by its path, because the registry may not have it; anything else through npx. */
export const launchOf = ({
  spec,
  surroundings,
}: CommandParts): { readonly command: string; readonly args: readonly string[] } => {
  const { env, script, interpreter } = surroundings;
  const isInstalled = env['npm_command'] === 'exec' || script.includes('node_modules') || !isScript(script);
  return isInstalled ? { command: 'npx', args: ['-y', spec.name] } : { command: interpreter, args: [script] };
};

interface CommandParts {
  readonly spec: Pick<HostSpec, 'name'>;
  readonly surroundings: Pick<Surroundings, 'env' | 'script' | 'interpreter'>;
}

const isScript = (script: string): boolean => script.endsWith('.js') || script.endsWith('.ts');

const quoted = (path: string): string => (path.includes(' ') ? `"${path}"` : path);
