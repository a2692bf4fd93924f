import * as z from 'zod';
import type { AnyConnection } from '../plugin/connection.ts';
import { defaultAssurance, isAtLeast, strictestAssurance } from '../policy/assurance.ts';
import { didYouMean } from '../policy/nearest.ts';
import { checkValue } from './config-issue.ts';
import type { ConfigIssue, Profile, ProfileConfig } from './types.ts';

/** Parses one profile; without `profile` there are issues. */
export const checkProfile = ({
  name,
  value,
  connections,
}: {
  name: string;
  value: unknown;
  connections: ReadonlyMap<string, AnyConnection>;
}): { readonly profile?: Profile; readonly issues: readonly ConfigIssue[] } => {
  const path = ['profiles', name];
  const named = validName.test(name)
    ? []
    : [{ path, message: `"${name}" cannot name a profile.`, hint: 'Use 1 to 32 of a-z, 0-9, - and _.' }];
  // A configuration file writes connections beside the settings, so a mistyped setting looks like a connection, and the other way round.
  const ids = [...connections.keys()];
  const { output: settings, issues } = checkValue({ schema: settingsSchema, value, path, alsoKnown: ids });
  if (settings === undefined) return { issues: [...named, ...issues] };
  const opened = Object.entries(settings.connections).map(([id, entry]) => ({
    id,
    ...checkEntry({ id, entry, path, connections }),
  }));
  const all = [...named, ...opened.flatMap((one) => one.issues), ...checkStrictness({ settings, path })];
  if (all.length > 0) return { issues: all };
  const { tier, writes, approval, direct } = settings;
  const parsed = new Map(opened.map(({ id, output }) => [id, output]));
  return {
    profile: { name, tier, writes, approval: approvalOf(approval), direct: new Set(direct), connections: parsed },
    issues: [],
  };
};

const validName = /^[a-z0-9_-]{1,32}$/;

const assurance = z.enum(['model', 'client', 'human']).optional();
const settingsSchema = z.strictObject({
  // A profile that does not say how much it matters matters most.
  tier: z.enum(['development', 'staging', 'production']).default('production'),
  writes: z.enum(['confirm', 'off']).default('confirm'),
  approval: z.strictObject({ additive: assurance, reversible: assurance, destructive: assurance }).default({}),
  direct: z.array(z.string().min(1)).default([]),
  connections: z.record(z.string(), z.unknown()),
}) satisfies z.ZodType<unknown, ProfileConfig>;
type Settings = z.output<typeof settingsSchema>;

const checkEntry = ({
  id,
  entry,
  path,
  connections,
}: {
  id: string;
  entry: unknown;
  path: readonly string[];
  connections: ReadonlyMap<string, AnyConnection>;
}): { readonly output?: unknown; readonly issues: readonly ConfigIssue[] } => {
  const at = [...path, 'connections', id];
  const connection = connections.get(id);
  if (connection !== undefined)
    return checkValue({ schema: z.instanceof(z.ZodObject).parse(connection.profile), value: entry, path: at });
  const known = [...connections.keys(), ...Object.keys(settingsSchema.shape).filter((key) => key !== 'connections')];
  return { issues: [{ path: at, message: `No plugin has a connection "${id}".`, hint: didYouMean({ name: id, known }) }] };
};

const checkStrictness = ({ settings, path }: { settings: Settings; path: readonly string[] }): readonly ConfigIssue[] => {
  const { tier, direct } = settings;
  const laxDirect = {
    path: [...path, 'direct'],
    message: 'Writes without a preview are refused for production.',
    hint: 'Leave "direct" out, or give the profile another tier if it is not production.',
  };
  const laxApproval = risks
    .filter((risk) => !isAtLeast({ given: settings.approval[risk] ?? 'human', needed: defaultAssurance[risk] }))
    .map((risk) => ({
      path: [...path, 'approval', risk],
      message: `A ${risk} write needs ${defaultAssurance[risk]} approval at least.`,
      hint: 'Approval can be made stricter only: model, then client, then human.',
    }));
  return [...(tier === 'production' && direct.length > 0 ? [laxDirect] : []), ...laxApproval];
};

const risks = ['additive', 'reversible', 'destructive'] as const;

const approvalOf = ({
  additive = 'model',
  reversible = 'model',
  destructive = 'model',
}: Settings['approval']): Profile['approval'] => ({
  additive: strictestAssurance(additive, defaultAssurance.additive),
  reversible: strictestAssurance(reversible, defaultAssurance.reversible),
  destructive: strictestAssurance(destructive, defaultAssurance.destructive),
});
