import * as z from 'zod';
import type { ConfigIssue } from '../profiles/types.ts';
import { didYouMean } from './nearest.ts';
import type { Rule } from './types.ts';
import { compileWildcard } from './wildcard.ts';

/** The names of a composition; a rule that names none of them would silently never apply. */
export interface KnownNames {
  readonly profile?: readonly string[];
  readonly plugin?: readonly string[];
  /** `plugin/toolset` each. */
  readonly toolset?: readonly string[];
  readonly tool?: readonly string[];
}

/** What is wrong with a policy, as paths below `policy`. With `known`, also conditions that can match nothing. */
export const checkRules = ({ rules, known = {} }: { rules: unknown; known?: KnownNames }): ConfigIssue[] => {
  if (!Array.isArray(rules))
    return [
      { path: ['policy'], message: 'The policy is not a list.', hint: 'Write one rule per line: - { tool: …, allow: deny }.' },
    ];
  return rules.flatMap((rule, index) => checkRule({ rule, index, known }));
};

const checkRule = ({ rule, index, known }: { rule: unknown; index: number; known: KnownNames }): ConfigIssue[] => {
  const parsed = ruleSchema.safeParse(rule);
  if (!parsed.success) return parsed.error.issues.flatMap((issue) => toIssues({ issue, index }));
  return [...contradictions({ rule: parsed.data, index }), ...unknownNames({ rule: parsed.data, index, known })];
};

const text = z.string().min(1);
const oneOrMore = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.array(schema).min(1)]);
const tiers = ['development', 'staging', 'production'] as const;
const risks = ['additive', 'reversible', 'destructive'] as const;

const ruleSchema = z.strictObject({
  profile: oneOrMore(text).optional(),
  tier: oneOrMore(z.enum(tiers)).optional(),
  principal: oneOrMore(text).optional(),
  plugin: oneOrMore(text).optional(),
  toolset: oneOrMore(text).optional(),
  tool: oneOrMore(text).optional(),
  kind: z.enum(['read', 'write']).optional(),
  risk: oneOrMore(z.enum(risks)).optional(),
  class: oneOrMore(text).optional(),
  target: oneOrMore(text).optional(),
  allow: z.enum(['allow', 'preview', 'deny']).optional(),
  approval: z.enum(['model', 'client', 'human']).optional(),
}) satisfies z.ZodType<Rule>;

const fields = Object.keys(ruleSchema.shape);
const allowed: Readonly<Record<string, string>> = {
  tier: `one or more of ${tiers.join(', ')}`,
  risk: `one or more of ${risks.join(', ')}`,
  kind: 'read or write',
  allow: 'allow, preview or deny',
  approval: 'model, client or human',
};

const toIssues = ({ issue, index }: { issue: z.core.$ZodIssue; index: number }): ConfigIssue[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: ['policy', index, key],
      message: `Unknown condition "${key}".`,
      hint: didYouMean({ name: key, known: fields }),
    }));
  }
  const field = issue.path[0];
  if (typeof field !== 'string') {
    return [{ path: ['policy', index], message: 'The rule is not an object.', hint: `A rule has any of: ${fields.join(', ')}.` }];
  }
  const expected = allowed[field] ?? 'a text, or a list of texts; * stands for anything';
  return [{ path: ['policy', index, field], message: `"${field}" has a value that cannot be used.`, hint: `Write ${expected}.` }];
};

const contradictions = ({ rule, index }: { rule: Rule; index: number }): ConfigIssue[] => {
  if (rule.approval !== undefined && rule.allow !== undefined && rule.allow !== 'allow') {
    return [issueOf(index, 'approval', `"approval" means nothing with "allow: ${rule.allow}".`, 'Leave one of the two out.')];
  }
  if (rule.kind === 'read' && (rule.risk !== undefined || rule.approval !== undefined)) {
    const field = rule.risk === undefined ? 'approval' : 'risk';
    return [
      issueOf(
        index,
        field,
        `Reads have no ${field}; this rule cannot do what it says.`,
        'Leave "kind: read" or this condition out.',
      ),
    ];
  }
  return [];
};

const unknownNames = ({ rule, index, known }: { rule: Rule; index: number; known: KnownNames }): ConfigIssue[] =>
  (['profile', 'plugin', 'toolset', 'tool'] as const).flatMap((field) => {
    const names = known[field];
    const patterns = rule[field];
    if (names === undefined || patterns === undefined) return [];
    const candidates = field === 'toolset' ? names.flatMap((name) => [name, name.slice(name.indexOf('/') + 1)]) : names;
    return [patterns]
      .flat()
      .filter((pattern) => !candidates.some(compileWildcard(pattern)))
      .map((pattern) =>
        issueOf(
          index,
          field,
          `No ${field} matches "${pattern}", so this rule would never apply.`,
          didYouMean({ name: pattern, known: names }),
        ),
      );
  });

const issueOf = (index: number, field: string, message: string, hint: string): ConfigIssue => ({
  path: ['policy', index, field],
  message,
  hint,
});
