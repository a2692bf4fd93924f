import { builtinTools } from './builtin/plugin.ts';
import type { ComposeOptions } from './compose-options.ts';
import { LineclearError } from './plugin/errors.ts';
import { checkRules } from './policy/check-rules.ts';
import type { Profile } from './profiles/types.ts';
import { knownNames, unknownDirect } from './registry/known-names.ts';

/** Refuses rules and direct entries that name what does not exist: with a mistyped name they would silently never apply. */
export const checkNames = ({ options, profiles }: { options: ComposeOptions; profiles: ReadonlyMap<string, Profile> }): void => {
  const names = knownNames(options.plugins);
  const known = {
    plugin: [...(names.plugin ?? []), 'lineclear'],
    toolset: [...(names.toolset ?? []), 'lineclear/status'],
    ...(names.tool === undefined ? {} : { tool: [...names.tool, ...builtinTools] }),
  };
  const issues = checkRules({ rules: options.profiles.policy ?? [], known }).map(
    (issue) => `${issue.path.join('.')}: ${issue.message} ${issue.hint}`,
  );
  const direct = unknownDirect({ plugins: options.plugins, profiles }).map(
    ({ profile, tool }) => `profiles.${profile}.direct: There is no write tool "${tool}".`,
  );
  if (issues.length + direct.length === 0) return;
  throw new LineclearError(
    'invalid_input',
    `The configuration names what does not exist.\n${[...issues, ...direct].join('\n')}`,
    {
      hint: 'Correct every line of the list, then start again.',
      details: { reason: 'configuration' },
    },
  );
};
