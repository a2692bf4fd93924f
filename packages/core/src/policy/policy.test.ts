import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Assurance } from '../plugin/context.ts';
import { defaultAssurance, isAtLeast, requiredAssurance } from './assurance.ts';
import { createPolicy } from './policy.ts';
import type { Question, Rule } from './types.ts';

const question: Question = {
  profile: 'staging',
  tier: 'staging',
  principal: 'ada',
  plugin: 'devops',
  toolset: 'workspace',
  tool: 'file_write',
  kind: 'write',
  risk: 'reversible',
};

describe('decide', () => {
  test('allows what no rule matches', () => {
    expect(createPolicy({ rules: [] }).decide(question)).toEqual({
      allow: 'allow',
      approval: undefined,
      rule: -1,
      isDefault: false,
    });
  });

  test('lets the first matching rule decide', () => {
    const policy = createPolicy({
      rules: [{ tool: 'other', allow: 'deny' }, { tool: 'file_*', allow: 'preview' }, { allow: 'deny' }],
    });
    expect(policy.decide(question)).toEqual({ allow: 'preview', approval: undefined, rule: 1, isDefault: false });
  });

  test('matches only when every condition holds', () => {
    const policy = createPolicy({ rules: [{ tool: 'file_write', principal: 'eve', allow: 'deny' }] });
    expect(policy.decide(question).allow).toBe('allow');
    expect(policy.decide({ ...question, principal: 'eve' }).allow).toBe('deny');
  });

  test.each<[string, Rule]>([
    ['a toolset with its plugin', { toolset: 'devops/workspace', allow: 'deny' }],
    ['a toolset alone', { toolset: 'workspace', allow: 'deny' }],
    ['one of several values', { tier: ['production', 'staging'], risk: ['reversible'], allow: 'deny' }],
    ['every condition', { ...question, tool: '*', class: 'rm', allow: 'deny' }],
  ])('matches %s', (_title, rule) => {
    expect(createPolicy({ rules: [rule] }).decide({ ...question, class: 'rm' }).allow).toBe('deny');
  });

  test('takes an unknown tier for production', () => {
    const policy = createPolicy({ rules: [{ tier: 'production', allow: 'deny' }] });
    expect(policy.decide({ ...question, tier: JSON.parse('"prod"') }).allow).toBe('deny');
    expect(policy.decide(question).allow).toBe('allow');
  });

  test('does not match a condition that the question cannot answer', () => {
    const { risk: _risk, ...read } = { ...question, kind: 'read' as const };
    expect(createPolicy({ rules: [{ risk: 'reversible', allow: 'deny' }] }).decide(read).allow).toBe('allow');
    expect(createPolicy({ rules: [{ class: '*', allow: 'deny' }] }).decide(question).allow).toBe('allow');
  });

  test('never allows more once a deny rule stands first, and never needs less once a stricter rule does', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 6 }), anyRule, anyQuestion, level, (rules, extra, asked, approval) => {
        const before = createPolicy({ rules }).decide(asked);
        const denied = createPolicy({ rules: [{ ...without(extra), allow: 'deny' }, ...rules] }).decide(asked);
        expect(openness[denied.allow]).toBeLessThanOrEqual(openness[before.allow]);
        const needed = requiredAssurance({
          profile: { approval: defaultAssurance },
          risk: asked.risk ?? 'destructive',
          decision: createPolicy({ rules: [{ approval }, ...rules] }).decide(asked),
        });
        expect(isAtLeast({ given: needed, needed: approval })).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('explain', () => {
  test('names the rule and its verdict', () => {
    const policy = createPolicy({
      rules: [
        { tier: 'production', allow: 'deny' },
        { toolset: ['workspace', 'git'], approval: 'human' },
      ],
    });
    expect(policy.explain(question)).toBe(
      'Rule 2 of the policy (toolset: workspace or git) decides on file_write in staging: allowed, with human approval at least.',
    );
  });

  test('says when no rule matches', () => {
    expect(createPolicy({ rules: [] }).explain(question)).toContain('No rule of the policy matches file_write in staging');
  });
});

test('refuses rules that are not rules, naming each', () => {
  const rules: Rule[] = JSON.parse('[{"alow":"deny"},{"tier":"prod"}]');
  expect(() => createPolicy({ rules })).toThrow(/policy\.0\.alow: .*Did you mean "allow"\?[^]*policy\.1\.tier: /);
});

const level = fc.constantFrom<Assurance>('model', 'client', 'human');
const name = fc.constantFrom('a', 'b', 'ab');
const pattern = fc.constantFrom('a', 'b', '*', 'a*', '*b');
const openness = { deny: 0, preview: 1, allow: 2 };
const without = ({ approval: _approval, ...rule }: Rule): Rule => rule;

const anyRule: fc.Arbitrary<Rule> = fc.record(
  {
    profile: pattern,
    tier: fc.constantFrom('development', 'staging', 'production'),
    principal: pattern,
    toolset: pattern,
    tool: fc.array(pattern, { minLength: 1, maxLength: 2 }),
    allow: fc.constantFrom('allow', 'preview', 'deny'),
  },
  { requiredKeys: [] },
);
const anyQuestion: fc.Arbitrary<Question> = fc.record(
  {
    profile: name,
    tier: fc.constantFrom('development', 'staging', 'production'),
    principal: name,
    plugin: name,
    toolset: name,
    tool: name,
    kind: fc.constantFrom('read', 'write'),
    risk: fc.constantFrom('additive', 'reversible', 'destructive'),
  },
  { requiredKeys: ['profile', 'tier', 'principal', 'plugin', 'toolset', 'tool', 'kind'] },
);
