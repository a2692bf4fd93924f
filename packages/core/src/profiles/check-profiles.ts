import * as z from 'zod';
import type { AnyConnection } from '../plugin/connection.ts';
import { LineclearError } from '../plugin/errors.ts';
import { checkRules } from '../policy/check-rules.ts';
import { didYouMean } from '../policy/nearest.ts';
import { checkProfile } from './check-profile.ts';
import { checkValue, pathText } from './config-issue.ts';
import { createRedactor } from './redactor.ts';
import type { ConfigIssue, Profile, ProfilesConfig } from './types.ts';

/** What profiles are made of. */
export interface ProfilesSource {
  readonly config: ProfilesConfig;
  /** Every connection of the composition; an entry for another is an issue. */
  readonly connections: readonly AnyConnection[];
}

/** Parses every profile with its connections' schemas. What is wrong becomes an issue, and a profile with issues is left out. */
export const checkProfiles = ({
  config,
  connections,
}: ProfilesSource): { readonly profiles: ReadonlyMap<string, Profile>; readonly issues: readonly ConfigIssue[] } => {
  const { output, issues } = checkValue({ schema: configSchema, value: config, path: [] });
  if (output === undefined) return { profiles: new Map(), issues };
  const byId = new Map(connections.map((connection) => [connection.id, connection]));
  const names = Object.keys(output.profiles);
  const checked = names.map((name) => checkProfile({ name, value: output.profiles[name], connections: byId }));
  const profiles = checked.flatMap(({ profile }) => (profile === undefined ? [] : [[profile.name, profile] as const]));
  const all = [
    ...checkDefault({ name: output.default, names }),
    ...checked.flatMap((one) => one.issues),
    ...checkRules({ rules: output.policy, known: { profile: names } }),
  ];
  return { profiles: new Map(profiles), issues: redacted({ issues: all, secrets: output.secrets }) };
};

/** {@link checkProfiles}, or one `invalid_input` that lists every issue. */
export const loadProfiles = (source: ProfilesSource): ReadonlyMap<string, Profile> => {
  const { profiles, issues } = checkProfiles(source);
  if (issues.length === 0) return profiles;
  const lines = issues.map((issue) => `${pathText(issue.path)}: ${issue.message} ${issue.hint}`);
  throw new LineclearError('invalid_input', `The configuration cannot be used.\n${lines.join('\n')}`, {
    hint: 'Correct every line of the list, then start again.',
    details: { reason: 'configuration', issues },
  });
};

const configSchema = z.strictObject({
  default: z.string(),
  profiles: z.record(z.string(), z.unknown()),
  policy: z.unknown().default([]),
  secrets: z.array(z.string()).default([]),
  origin: z.string().optional(),
  folder: z.string().optional(),
});

const checkDefault = ({ name, names }: { name: string; names: readonly string[] }): readonly ConfigIssue[] =>
  names.includes(name)
    ? []
    : [{ path: ['default'], message: `There is no profile "${name}".`, hint: didYouMean({ name, known: names }) }];

// A plugin's schema may quote the value that it refuses.
const redacted = ({
  issues,
  secrets,
}: {
  issues: readonly ConfigIssue[];
  secrets: readonly string[];
}): readonly ConfigIssue[] => {
  if (issues.length === 0) return issues;
  const redactor = createRedactor({ secrets });
  return issues.map(({ path, message, hint }) => ({ path, message: redactor.text(message), hint: redactor.text(hint) }));
};
