import { basename, resolve } from 'node:path';
import type { DeferredPlugin, PluginEntry } from '@lineclear/core';
import type { Surroundings } from './surroundings.ts';

/** What an app says about itself; everything else comes from the command line and the configuration. */
export interface HostSpec {
  /** The npm name; people start it with `npx <name>`. */
  readonly name: string;
  readonly title?: string;
  readonly version: string;
  /** A deferred one is loaded where the configuration needs it, so that a start costs no more than what it offers. */
  readonly plugins: readonly (PluginEntry | DeferredPlugin)[];
  /** Leaves every write out, whatever the configuration says. */
  readonly readOnly?: boolean;
}

/** The name that clients list the server under: the npm name without its scope. */
export const shortName = ({ name }: Pick<HostSpec, 'name'>): string =>
  name.replace(/^@lineclear\//, 'lineclear-').replace(/^@[^/]+\//, '');

/**
 * What people type in another terminal to run another command of this app, the way it was started, so that it finds the
 * configuration and the state of this one.
 */
export const commandOf = ({ spec, surroundings }: TypedParts): string =>
  [...chosenPlaces(surroundings), startOf({ spec, surroundings })].join(' ');

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

interface TypedParts extends CommandParts {
  readonly surroundings: CommandParts['surroundings'] & Pick<Surroundings, 'cwd' | 'platform'>;
}

const startOf = ({ spec, surroundings }: CommandParts): string => {
  if (surroundings.env['npm_command'] === 'exec') return `npx ${spec.name}`;
  if (!isScript(surroundings.script)) return basename(surroundings.script) || shortName(spec);
  // A Node that a project brought with it is not the one that another terminal finds.
  const node = surroundings.interpreter.includes('node_modules') ? quoted(surroundings.interpreter) : 'node';
  return `${node} ${quoted(surroundings.script)}`;
};

// Another terminal has neither these variables nor this folder. The shells of Windows have no common way to say it.
const chosenPlaces = ({ env, cwd, platform }: TypedParts['surroundings']): readonly string[] =>
  platform === 'win32'
    ? []
    : ['LINECLEAR_STATE', 'LINECLEAR_CONFIG'].flatMap((name) => {
        const value = env[name];
        return value ? [`${name}=${quoted(resolve(cwd, value))}`] : [];
      });

const isScript = (script: string): boolean => /\.[cm]?[jt]s$/.test(script);

/** A path as a word of a command line. */
export const quoted = (path: string): string => (path.includes(' ') ? `"${path}"` : path);
