import { isShownWhole, LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { checkShown } from '../../../text/check-shown.ts';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { changedFields } from '../../text/changed-fields.ts';
import { plainLine } from '../../text/plain-text.ts';
import { notOwn } from '../not-own.ts';
import {
  findRuleset,
  flat,
  rulesetAnswer,
  rulesetPath,
  type Ruleset,
  shownRuleset,
  showRuleset,
  toBody,
  toRuleset,
} from '../ruleset.ts';
import { weakerRuleset } from '../weaker.ts';

const refs = (text: string) => z.array(plainLine(255)).optional().describe(text);

const rules = z
  .array(
    z.strictObject({
      type: plainLine(60).describe('Of a rule.'),
      parameters: z.record(z.string(), z.unknown()).optional().describe('Its own.'),
    }),
  )
  .refine((given) => isShownWhole(JSON.stringify(given)), 'use no characters that cannot be seen');

const bypass = z.array(
  z.strictObject({
    actor_type: plainLine(30).describe('Such as Team.'),
    actor_id: z.int().nullable().default(null).describe('Its id.'),
    bypass_mode: plainLine(20).default('always').describe('When.'),
  }),
);

const changes = {
  name: plainLine(100).optional().describe('Its name.'),
  target: z.enum(['branch', 'tag', 'push']).optional().describe('Of what.'),
  enforcement: z.enum(['active', 'evaluate', 'disabled']).optional().describe('New ones: active.'),
  include: refs('Such as ~DEFAULT_BRANCH.'),
  exclude: refs('Such as refs/heads/x.'),
  rules: rules.optional().describe('All of them.'),
  bypass: bypass.optional().describe('All who pass by.'),
};
type Changes = z.output<z.ZodObject<typeof changes>>;

export const githubRulesetPut = github.write({
  name: 'github_ruleset_put',
  title: 'Set up a ruleset',
  toolset: 'administration',
  risk: 'reversible',
  description: "Create a ruleset, or change named parts of one, as GitHub's REST API has it.",
  input: z.strictObject({
    repo: repositoryName,
    ruleset_id: z.int().min(1).optional().describe('Absent: a new one.'),
    ...changes,
  }),
  output: shownRuleset,
  preview: async ({ input: { repo: repository, ruleset_id: id, ...given }, reader, profile, signal }) => {
    checkShown({ sent: [JSON.stringify(given)], hint: 'Send less, or do it on GitHub itself.' });
    const [found, all] = await Promise.all([
      id === undefined ? undefined : findRuleset({ repository, id, reader, signal }),
      reader.all({ repository, path: '/rulesets', item: rulesetAnswer, signal }),
    ]);
    const existing = found === undefined ? null : toRuleset(found);
    const before = existing ?? nothing;
    const wanted = changeRuleset({ before: id === undefined ? null : before, changes: given });
    const weaker = existing === null ? [] : weakerRuleset({ before: existing, after: wanted });
    const namesake = all.find(({ id: other, name }) => other !== id && name === wanted.name);
    const refusal =
      namesake === undefined
        ? notOwn({ repository, id, ruleset: found })
        : taken({ repository, id: namesake.id, name: wanted.name });
    return {
      description:
        id === undefined
          ? `Create the ruleset ${quoted(wanted.name)} of ${repository} with ${profile.name}.`
          : `Change the ruleset ${id} ${quoted(before.name)} of ${repository} with ${profile.name}.`,
      guard: { existing, namesake: namesake?.id ?? null, wanted },
      changes: changedFields({ before: flat(before), after: flat(wanted) }),
      warnings: weaker.map((text) => `Weaker: ${text}`),
      ...(weaker.length > 0 ? { risk: 'destructive' as const } : {}),
      ...(refusal === undefined ? {} : { refusal }),
    };
  },
  execute: async ({ input: { repo: repository, ruleset_id }, writer, guard: { wanted }, signal }) => {
    const sent = { repository, schema: rulesetAnswer, signal };
    const body = toBody(wanted);
    return showRuleset(
      ruleset_id === undefined
        ? await writer.send({ method: 'POST', ...sent, path: '/rulesets', values: body })
        : await writer.send({ method: 'PUT', ...sent, path: rulesetPath, values: { ruleset_id, ...body } }),
    );
  },
  reconcile: async ({ input: { repo: repository, ruleset_id }, reader, guard: { wanted }, signal }) => {
    const all = await reader.all({ repository, path: '/rulesets', item: rulesetAnswer, signal });
    // A name is taken once, so one that was not there and is there now was made by this.
    const id = ruleset_id ?? all.find(({ name }) => name === wanted.name)?.id;
    const found = id === undefined ? undefined : await findRuleset({ repository, id, reader, signal });
    if (found === undefined) return 'unknown';
    const differs = changedFields({ before: flat(toRuleset(found)), after: flat(wanted) }).length > 0;
    return differs ? 'unknown' : { result: showRuleset(found) };
  },
});

const nothing: Ruleset = { name: '', target: 'branch', enforcement: 'active', include: [], exclude: [], rules: [], bypass: null };

const changeRuleset = ({ before, changes }: { before: Ruleset | null; changes: Changes }): Ruleset => {
  if (before === null && (changes.name === undefined || changes.rules === undefined)) throw incomplete();
  const base = before ?? { ...nothing, bypass: [] };
  return {
    name: changes.name ?? base.name,
    target: changes.target ?? base.target,
    enforcement: changes.enforcement ?? base.enforcement,
    include: changes.include ?? base.include,
    exclude: changes.exclude ?? base.exclude,
    rules: changes.rules ?? base.rules,
    bypass: changes.bypass ?? base.bypass,
  };
};

const incomplete = (): LineclearError =>
  new LineclearError('invalid_input', 'A new ruleset needs a name and rules.', {
    hint: 'Name both, or the ruleset_id of one to change.',
  });

const taken = ({ repository, id, name }: { repository: string; id: number; name: string }): LineclearError =>
  new LineclearError('conflict', `${repository} has a ruleset ${quoted(name)} already, number ${id}.`, {
    hint: 'Change it by its ruleset_id, or choose another name.',
    details: { reason: 'exists', ruleset_id: id },
  });
