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

/** Names in `direct` that are no write tool of the composition, by profile. */
export const unknownDirect = ({
  plugins,
  profiles,
}: {
  plugins: readonly (Plugin | Placed)[];
  profiles: ReadonlyMap<string, { readonly direct: ReadonlySet<string> }>;
}): readonly { readonly profile: string; readonly tool: string }[] => {
  const placed = plugins.map(place);
  if (placed.some(({ plugin }) => plugin.source !== undefined)) return [];
  const writes = new Set(
    placed.flatMap(({ plugin, prefix }) => plugin.tools.flatMap((tool) => (tool.kind === 'write' ? [prefix + tool.name] : []))),
  );
  return [...profiles].flatMap(([profile, { direct }]) =>
    [...direct].filter((tool) => !writes.has(tool)).map((tool) => ({ profile, tool })),
  );
};
