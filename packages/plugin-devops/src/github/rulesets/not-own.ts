import { LineclearError, quoted } from '@lineclear/core/plugin';
import { missing } from '../missing.ts';
import type { RulesetAnswer } from './ruleset.ts';

/** Why a ruleset cannot be changed from its repository; undefined where it can, or where no number was given. */
export const notOwn = ({
  repository,
  id,
  ruleset,
}: {
  repository: string;
  id: number | undefined;
  ruleset: RulesetAnswer | undefined;
}): LineclearError | undefined => {
  if (id === undefined) return undefined;
  if (ruleset === undefined) return missing({ what: `the ruleset ${id} of ${repository}`, listedBy: 'github_ruleset_list' });
  if (ruleset.source_type === 'Repository') return undefined;
  return new LineclearError(
    'unsupported',
    `The ruleset ${quoted(ruleset.name)} belongs to ${quoted(ruleset.source)}, not to ${repository}.`,
    {
      hint: 'Ask the owners of the organization to change it there.',
      details: { reason: 'source' },
    },
  );
};
