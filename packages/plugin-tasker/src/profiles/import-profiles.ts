import { isAbsolute, join } from 'node:path';
import type { FoundProfile, Importer } from '@lineclear/core/plugin';
import { type ClientProfile, parseClientFile } from './client-file.ts';
import { resolveLayers } from './layers.ts';
import { toProfile } from './to-profile.ts';
import { overridesOf, sharedVariables, variablePart } from './variables.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Takes over the profiles of the existing Tasker client: its TOML file, and its environment variables where they belong. */
export const importProfiles: Importer = {
  id: 'tasker',
  title: 'Tasker client profiles',
  find: async ({ cwd, home, env, file, readFile }) => {
    for (const path of file === undefined ? searchOrder({ cwd, home, env }) : [file]) {
      const text = await readFile(path);
      if (text !== undefined) return convert({ path, profiles: await parseClientFile({ path, text }), env });
    }
    return undefined;
  },
};

const searchOrder = ({ cwd, home, env }: { cwd: string; home: string; env: Variables }): readonly string[] => {
  const chosen = env['XDG_CONFIG_HOME'];
  const userFolder = chosen !== undefined && isAbsolute(chosen) ? chosen : join(home, '.config');
  return [
    join(cwd, '.config', 'tasker.toml'),
    join(cwd, '.config', 'tasker-client.toml'),
    join(cwd, 'tasker-client.toml'),
    join(userFolder, 'tasker', 'client.toml'),
    join(home, '.tasker', 'client.toml'),
  ];
};

const convert = ({ path, profiles, env }: { path: string; profiles: ReadonlyMap<string, ClientProfile>; env: Variables }) => {
  const names = [...profiles.keys()];
  const target = env['TASKER_CLIENT_PROFILE'] || activeOf(names);
  const found = new Map<string, FoundProfile>();
  const remarks: string[] = [];
  for (const [name, { tools }] of profiles) {
    const hasOwnVariables = !names.some((other) => other !== name && variablePart(other) === variablePart(name));
    const overrides = overridesOf({ name, env, isTarget: name === target, hasOwnVariables });
    const converted = toProfile({ name, layered: resolveLayers({ name, profiles }), overrides, tools });
    const told = [...converted.remarks, ...variableRemarks(overrides)];
    const taken = nameHere(name);
    if (converted.profile !== undefined && found.has(taken)) told.push(`left out: "${taken}" is taken already`);
    else if (converted.profile !== undefined) {
      found.set(taken, converted.profile);
      if (taken !== name) told.push(`it is called "${taken}" here`);
    }
    remarks.push(...told.map((remark) => `"${name}": ${remark}.`));
  }
  const active = activeOf([...found.keys()]);
  return {
    profiles: Object.fromEntries(found),
    ...(active === undefined ? {} : { default: active }),
    note: [`read from ${path}`, ...remarks, ...sharedRemarks({ env, target, names })].join('\n'),
  };
};

const activeOf = (names: readonly string[]): string | undefined => (names.includes('default') ? 'default' : names.toSorted()[0]);

// What may name a profile here, and stand in the path of a URL.
const nameHere = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, '-')
    .slice(0, 32) || 'unnamed';

const variableRemarks = ({ url, workerUrl, credentials }: ReturnType<typeof overridesOf>): readonly string[] => {
  const used = [url, workerUrl, credentials].filter((value) => value?.isReference === true).map((value) => value?.variable);
  return used.length === 0 ? [] : [`the configuration refers to ${used.join(', ')}: set it where the server runs`];
};

const sharedRemarks = ({
  env,
  target,
  names,
}: {
  env: Variables;
  target: string | undefined;
  names: readonly string[];
}): readonly string[] => {
  const set = sharedVariables.filter((variable) => env[variable]);
  if (set.length === 0) return [];
  const where =
    target !== undefined && names.includes(target)
      ? `here they count for "${target}" alone`
      : `"${target}" of TASKER_CLIENT_PROFILE is no profile, so here they count for none`;
  return [`${set.join(', ')}: that client lets them override every profile; ${where}.`];
};
