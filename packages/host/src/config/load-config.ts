import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  checkNames,
  checkProfiles,
  type ConfigIssue,
  type JsonValue,
  connectionsOf,
  type DeferredPlugin,
  loadPlugins,
  localProfiles,
  type PluginEntry,
  type ProfilesConfig,
  resolveReferences,
  runCommand,
} from '@lineclear/core';
import * as z from 'zod';
import { exitCodes, ExitError } from '../exit-codes.ts';
import type { Surroundings } from '../surroundings.ts';
import { configError } from './config-issues.ts';
import { isRecord, takeApart } from './shape.ts';
import { type Sources, sourcesOf } from './sources.ts';
import { readYaml } from './yaml-file.ts';

/** A configuration that was read, resolved and checked. Paths are absolute. */
export interface HostConfig {
  readonly profiles: ProfilesConfig;
  /** The file; `undefined` where none was found. */
  readonly path: string | undefined;
  /** `undefined` = the default file. */
  readonly anchor: string | undefined;
  readonly mirror: string | undefined;
  readonly hosts: readonly string[];
  readonly origins: readonly string[];
  /** Files that `${file:}` read; no tool may touch them. */
  readonly secretFiles: readonly string[];
  readonly sources: Sources;
}

type Plugins = readonly (PluginEntry | DeferredPlugin)[];

/** What there is without a file: the profile `local`, with what the connections offer by themselves. */
export const builtInConfig = async ({ plugins, cwd }: { plugins: Plugins; cwd: string }): Promise<HostConfig> => ({
  profiles: localProfiles({
    connections: connectionsOf((await loadPlugins({ plugins, config: { profiles: {} } })).plugins),
    cwd,
  }),
  path: undefined,
  anchor: undefined,
  mirror: undefined,
  hosts: [],
  origins: [],
  secretFiles: [],
  sources: new Map(),
});

/** Reads a configuration file. Everything that is wrong with it is told at once, with the line; secrets are read, never told. */
export const loadConfig = async ({
  path,
  plugins,
  accept = async () => {},
  surroundings: { env, home },
}: {
  path: string;
  plugins: Plugins;
  /** Rejects a text that must not count; until then nothing of it does. */
  accept?: (text: string) => Promise<void>;
  surroundings: Pick<Surroundings, 'env' | 'home'>;
}): Promise<HostConfig> => {
  const folder = dirname(path);
  const text = await readConfigText(path);
  await accept(text);
  const file = await readYaml(text);
  const { positionOf } = file;
  if (file.issues.length > 0) throw configError({ path, textIssues: file.issues, positionOf });

  const secretFiles = new Set<string>();
  const absolute = (name: string): string => resolve(folder, name.replace(/^~(?=\/)/, home));
  const resolved = await resolveReferences({
    value: json.parse(file.value ?? null),
    env,
    readFile: (name) => {
      secretFiles.add(absolute(name));
      return readFile(absolute(name), 'utf8');
    },
    run: runCommand,
  });
  const { parts, issues: shapeIssues } = takeApart(resolved.value);
  const profiles = toProfilesConfig({ parts, path, folder, secrets: resolved.secrets });
  const isShaped = !shapeIssues.some((issue) => issue.path.length === 0 || issue.path[0] === 'profiles');
  const profileIssues = isShaped ? await profilesIssues({ profiles, plugins }) : [];
  // What a reference failed to yield is no second problem.
  const unresolved = new Set(resolved.issues.map((issue) => issue.path.join('.')));
  const others = [...shapeIssues, ...profileIssues].filter((issue) => !unresolved.has(issue.path.join('.')));
  const issues = [...resolved.issues, ...others];
  if (issues.length > 0) throw configError({ path, issues, positionOf });

  const { audit, server } = parts.settings;
  return {
    profiles,
    path,
    anchor: audit?.anchor === undefined || audit.anchor === 'syslog' ? audit?.anchor : absolute(audit.anchor),
    mirror: audit?.mirror === undefined ? undefined : absolute(audit.mirror),
    hosts: server?.hosts ?? [],
    origins: server?.origins ?? [],
    secretFiles: [...secretFiles],
    sources: sourcesOf(file.value),
  };
};

const json: z.ZodType<JsonValue> = z.json();

const readConfigText = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new ExitError({
      message: `${path} cannot be read.`,
      hint: 'Make it readable for this user.',
      exitCode: exitCodes.config,
      cause: error,
    });
  }
};

// In a file the connections stand beside the settings; core takes them apart from each other.
const settingNames = ['tier', 'writes', 'approval', 'direct'];

const toProfilesConfig = ({
  parts,
  path,
  folder,
  secrets,
}: {
  parts: ReturnType<typeof takeApart>['parts'];
  path: string;
  folder: string;
  secrets: readonly string[];
}): ProfilesConfig => {
  const names = Object.keys(parts.profiles);
  const config = {
    default: parts.default ?? (names.length === 1 ? names[0] : undefined),
    profiles: Object.fromEntries(
      Object.entries(parts.profiles).map(([name, profile]) => [name, isRecord(profile) ? splitProfile(profile) : profile]),
    ),
    ...(parts.policy === undefined || parts.policy === null ? {} : { policy: parts.policy }),
    secrets,
    origin: path,
    folder,
  };
  return unchecked.parse(config);
};

// Core checks all of it, and knows better what is wrong.
const unchecked = z.custom<ProfilesConfig>();

const splitProfile = (profile: Record<string, unknown>): Record<string, unknown> => {
  const isSetting = ([name]: [string, unknown]): boolean => settingNames.includes(name);
  const entries = Object.entries(profile);
  return {
    ...Object.fromEntries(entries.filter(isSetting)),
    connections: Object.fromEntries(entries.filter((entry) => !isSetting(entry))),
  };
};

// Names are looked at in rules that are rules: otherwise the same line would be told of twice.
const profilesIssues = async ({
  profiles,
  plugins: offered,
}: {
  profiles: ProfilesConfig;
  plugins: Plugins;
}): Promise<readonly ConfigIssue[]> => {
  const { plugins } = await loadPlugins({ plugins: offered, config: profiles });
  const { issues } = checkProfiles({ config: profiles, connections: connectionsOf(plugins) });
  return (issues.length > 0 ? issues : checkNames({ config: profiles, plugins })).map(inFile);
};

const inFile = (issue: ConfigIssue): ConfigIssue => {
  const [first, name, third, ...rest] = issue.path;
  return first === 'profiles' && name !== undefined && third === 'connections'
    ? { ...issue, path: [first, name, ...rest] }
    : issue;
};
