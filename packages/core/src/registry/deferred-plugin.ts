import type { AnyConnection } from '../plugin/connection.ts';
import type { Plugin } from '../plugin/plugin.ts';
import type { ProfilesConfig } from '../profiles/types.ts';
import { place, type Placed, refuse } from './placed.ts';
import type { Selection } from './types.ts';

/** A plugin that is loaded only where a profile names one of its connections; each of its tools and resources needs one of these. */
export interface DeferredPlugin {
  /** The ids of all its connections, as profiles name them. */
  readonly connections: readonly string[];
  /** `() => import('…')` of a module whose default export is the plugin. */
  readonly load: () => Promise<{ readonly default: Plugin }>;
}

/** A plugin, alone or with a prefix for all its tool names (the way out of a clash). */
export type PluginEntry = Plugin | Placed;

export interface LoadedPlugins {
  readonly plugins: readonly PluginEntry[];
  /** Those that nothing in the configuration asks for. */
  readonly absent: readonly DeferredPlugin[];
}

/**
 * Loads what a configuration asks for. All plugins are loaded where it names tools, toolsets or connections that only a loaded plugin
 * can tell from a mistake. `config` may be unchecked.
 */
export const loadPlugins = async ({
  plugins,
  config,
  selection = {},
}: {
  plugins: readonly (PluginEntry | DeferredPlugin)[];
  config: Pick<ProfilesConfig, 'profiles' | 'policy'>;
  selection?: Selection;
}): Promise<LoadedPlugins> => {
  const named = namedConnections(config);
  const known = plugins.flatMap((plugin) =>
    isDeferred(plugin) ? plugin.connections : connectionsOf([plugin]).map(({ id }) => id),
  );
  const namesTools =
    (config.policy ?? []).length > 0 ||
    Object.values(config.profiles).some((profile) => (profile?.direct ?? []).length > 0) ||
    [selection.toolsets, selection.tools, selection.excludeTools].some((names) => names !== undefined);
  const needsAll = namesTools || named.some((id) => !known.includes(id));
  const isNeeded = ({ connections }: DeferredPlugin): boolean => needsAll || connections.some((id) => named.includes(id));
  const loaded = await Promise.all(
    plugins.map(async (plugin) => (isDeferred(plugin) ? (isNeeded(plugin) ? load(plugin) : undefined) : plugin)),
  );
  return {
    plugins: loaded.filter((plugin) => plugin !== undefined),
    absent: plugins.filter(isDeferred).filter((plugin) => !isNeeded(plugin)),
  };
};

/** Every plugin, for what is no matter of one configuration. */
export const loadAllPlugins = (plugins: readonly (PluginEntry | DeferredPlugin)[]): Promise<readonly PluginEntry[]> =>
  Promise.all(plugins.map(async (plugin) => (isDeferred(plugin) ? load(plugin) : plugin)));

/** Every connection that the plugins' tools and resources name, once. */
export const connectionsOf = (plugins: readonly PluginEntry[]): readonly AnyConnection[] => {
  const used = plugins
    .map((entry) => place(entry).plugin)
    .flatMap(({ tools, resources = [] }) => [...tools, ...resources].map(({ connection }) => connection));
  return [...new Set(used.filter((connection) => connection !== undefined))];
};

const isDeferred = (plugin: PluginEntry | DeferredPlugin): plugin is DeferredPlugin => 'load' in plugin;

const load = async ({ connections, load: importPlugin }: DeferredPlugin): Promise<Plugin> => {
  const { default: plugin } = await importPlugin();
  const others = [...plugin.tools, ...(plugin.resources ?? [])].filter(
    ({ connection }) => connection === undefined || !connections.includes(connection.id),
  );
  refuse(
    others.map(
      ({ name }) => `${plugin.id} is deferred until a profile has ${connections.join(' or ')}, but ${name} needs neither.`,
    ),
  );
  return plugin;
};

const namedConnections = ({ profiles }: Pick<ProfilesConfig, 'profiles'>): readonly string[] =>
  Object.values(profiles).flatMap((profile) => Object.keys(profile?.connections ?? {}));
