import type { Plugin } from '../plugin/plugin.ts';
import type { KnownNames } from '../policy/check-rules.ts';
import { place, type Placed } from './placed.ts';

/** Every name that a policy may mention, selected or not. Where a source yields tools at run time, tool names are not known. */
export const knownNames = (plugins: readonly (Plugin | Placed)[]): KnownNames => {
  const placed = plugins.map(place);
  const hasSource = placed.some(({ plugin }) => plugin.source !== undefined);
  return {
    plugin: placed.map(({ plugin }) => plugin.id),
    toolset: placed.flatMap(({ plugin }) => [...Object.keys(plugin.toolsets), 'resources'].map((id) => `${plugin.id}/${id}`)),
    ...(hasSource ? {} : { tool: placed.flatMap(({ plugin, prefix }) => plugin.tools.map((tool) => prefix + tool.name)) }),
  };
};

/** Canonical names of every write with a preview; `undefined` where a source yields more at run time. */
export const writeTools = (plugins: readonly (Plugin | Placed)[]): readonly string[] | undefined => {
  const placed = plugins.map(place);
  if (placed.some(({ plugin }) => plugin.source !== undefined)) return undefined;
  return placed.flatMap(({ plugin, prefix }) =>
    plugin.tools.flatMap((tool) => (tool.kind === 'write' && tool.coveredBy === undefined ? [prefix + tool.name] : [])),
  );
};
