import { expect, test } from 'vitest';
import { checkRules } from './check-rules.ts';

test('accepts every condition, single and listed', () => {
  const rules = [
    {
      profile: 'p*',
      tier: ['production'],
      principal: ['ada'],
      plugin: 'devops',
      toolset: 'devops/git',
      tool: 'x',
      kind: 'write',
    },
    { risk: ['destructive', 'reversible'], class: 'sudo', approval: 'human' },
    { allow: 'preview' },
  ];
  expect(checkRules({ rules })).toEqual([]);
});

test('names an unknown condition and the likely one', () => {
  expect(checkRules({ rules: [{ toolsett: 'git', allow: 'deny' }] })).toEqual([
    { path: ['policy', 0, 'toolsett'], message: 'Unknown condition "toolsett".', hint: expect.stringContaining('"toolset"') },
  ]);
});

test.each([
  ['a value outside its table', { tier: 'prod' }, ['policy', 0, 'tier']],
  ['an empty list', { tool: [] }, ['policy', 0, 'tool']],
  ['an empty text', { tool: '' }, ['policy', 0, 'tool']],
  ['a rule that is a text', 'deny', ['policy', 0]],
  ['an approval beside a denial', { allow: 'deny', approval: 'human' }, ['policy', 0, 'approval']],
  ['a risk of a read', { kind: 'read', risk: 'destructive', allow: 'deny' }, ['policy', 0, 'risk']],
])('refuses %s', (_title, rule, path) => {
  expect(checkRules({ rules: [rule] }).map((issue) => issue.path)).toEqual([path]);
});

test('refuses a policy that is not a list', () => {
  expect(checkRules({ rules: { allow: 'deny' } })).toHaveLength(1);
});

test('refuses a condition that matches none of the known names', () => {
  const known = { profile: ['staging'], toolset: ['devops/workspace', 'tasker/tasks'] };
  const rules = [
    { toolset: 'devops/workspace', allow: 'deny' },
    { toolset: 'workspace', allow: 'deny' },
    { toolset: 'devops/*', profile: '*', allow: 'deny' },
    { toolset: ['tasks', 'devop/workspace'], tool: 'not checked', allow: 'deny' },
  ];
  expect(checkRules({ rules, known })).toEqual([
    {
      path: ['policy', 3, 'toolset'],
      message: expect.stringContaining('"devop/workspace"'),
      hint: expect.stringContaining('Did you mean "devops/workspace"?'),
    },
  ]);
});
