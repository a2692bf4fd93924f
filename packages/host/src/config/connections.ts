import type { PluginEntry } from '@lineclear/core';
import type { AnyConnection, Plugin } from '@lineclear/core/plugin';

export const pluginOf = (entry: PluginEntry): Plugin => ('plugin' in entry ? entry.plugin : entry);

/** Every connection that the plugins' tools and resources name, once. */
export const connectionsOf = (entries: readonly PluginEntry[]): readonly AnyConnection[] => {
  const used = entries
    .map(pluginOf)
    .flatMap(({ tools, resources = [] }) => [...tools, ...resources].map(({ connection }) => connection));
  return [...new Set(used.filter((connection) => connection !== undefined))];
};
