import { builtinTools } from './builtin/plugin.ts';
import type { PluginEntry } from './registry/deferred-plugin.ts';
import { checkRules } from './policy/check-rules.ts';
import { didYouMean } from './policy/nearest.ts';
import type { ConfigIssue, ProfilesConfig } from './profiles/types.ts';
import type { PluginRules } from './policy/types.ts';
import { knownNames, writeTools } from './registry/known-names.ts';
import { place } from './registry/placed.ts';

/** Rules and `direct` entries that name what does not exist: with a mistyped name they would silently never apply. */
export const checkNames = ({
  config,
  plugins,
}: {
  config: ProfilesConfig;
  plugins: readonly PluginEntry[];
}): readonly ConfigIssue[] => {
  const names = knownNames(plugins);
  const known = {
    plugin: [...(names.plugin ?? []), 'lineclear'],
    toolset: [...(names.toolset ?? []), 'lineclear/status'],
    ...(names.tool === undefined ? {} : { tool: [...names.tool, ...builtinTools] }),
  };
  return [...checkRules({ rules: config.policy ?? [], known }), ...unknownDirect({ config, writes: writeTools(plugins) })];
};

/** The rules that plugins bring, under the names that their tools have in this composition. */
export const pluginRules = (plugins: readonly PluginEntry[]): readonly PluginRules[] =>
  plugins.map(place).flatMap((placed) => {
    const { plugin, prefix } = placed;
    if (plugin.policy === undefined) return [];
    const { tool, toolset = [] } = knownNames([placed]);
    const rules = plugin.policy.map((rule) =>
      rule.tool === undefined ? rule : { ...rule, tool: [rule.tool].flat().map((name) => prefix + name) },
    );
    return [{ plugin: plugin.id, rules, known: { toolset, ...(tool === undefined ? {} : { tool }) } }];
  });

const unknownDirect = ({
  config,
  writes,
}: {
  config: ProfilesConfig;
  /** `undefined` where tools are known at run time only. */
  writes: readonly string[] | undefined;
}): readonly ConfigIssue[] =>
  writes === undefined
    ? []
    : Object.entries(config.profiles).flatMap(([profile, { direct = [] }]) =>
        direct
          .filter((name) => !writes.includes(name))
          .map((name) => ({
            path: ['profiles', profile, 'direct'],
            message: `There is no write with a preview called "${name}".`,
            hint: didYouMean({ name, known: writes }),
          })),
      );
