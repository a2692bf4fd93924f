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
export const commandOf = ({
  spec,
  surroundings: { env, script },
}: {
  spec: Pick<HostSpec, 'name'>;
  surroundings: Pick<Surroundings, 'env' | 'script'>;
}): string => {
  if (env['npm_command'] === 'exec') return `npx ${spec.name}`;
  return script.endsWith('.js') || script.endsWith('.ts') ? `node ${script}` : basename(script) || shortName(spec);
};
