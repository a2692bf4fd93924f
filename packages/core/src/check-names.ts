import { builtinTools } from './builtin/plugin.ts';
import type { PluginEntry } from './registry/deferred-plugin.ts';
import { checkRules } from './policy/check-rules.ts';
import { didYouMean } from './policy/nearest.ts';
import type { ConfigIssue, ProfilesConfig } from './profiles/types.ts';
import { knownNames, writeTools } from './registry/known-names.ts';

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
