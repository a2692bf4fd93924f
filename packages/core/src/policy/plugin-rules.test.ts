import { describe, expect, test } from 'vitest';
import { createPolicy } from './policy.ts';
import type { PluginRules, Question, Rule } from './types.ts';

const question: Question = {
  profile: 'live',
  tier: 'production',
  principal: 'ada',
  plugin: 'hosts',
  toolset: 'hosts',
  tool: 'host_exec',
  kind: 'write',
  risk: 'destructive',
};
const closed: PluginRules = {
  plugin: 'hosts',
  rules: [
    { tier: 'production', kind: 'write', allow: 'deny' },
    { class: 'shell', approval: 'human' },
  ],
  known: { toolset: ['hosts/hosts'], tool: ['host_exec'] },
};
const policyOf = (...rules: Rule[]) => createPolicy({ rules, defaults: [closed] });

describe('the rules of a plugin', () => {
  test('decide where no rule of the configuration does', () => {
    expect(policyOf().decide(question)).toEqual({ allow: 'deny', approval: undefined, rule: 0, isDefault: true });
    expect(policyOf().decide({ ...question, tier: 'staging', class: 'shell' })).toMatchObject({
      allow: 'allow',
      approval: 'human',
    });
  });

  test('close what has no known tier, as production', () => {
    expect(policyOf().decide({ ...question, tier: JSON.parse('"prod"') }).allow).toBe('deny');
  });

  test('are overruled by the configuration, for exactly what it names', () => {
    const policy = policyOf({ principal: 'ada', tool: 'host_exec', class: 'inspect', target: 'web-*', allow: 'allow' });
    const asked = { ...question, class: 'inspect', targets: ['web-1'] };
    expect(policy.decide(asked).allow).toBe('allow');
    expect(policy.decide({ ...asked, principal: 'eve' }).allow).toBe('deny');
    expect(policy.decide({ ...asked, class: 'change' }).allow).toBe('deny');
    expect(policy.decide({ ...asked, targets: ['db-1'] }).allow).toBe('deny');
    expect(policy.decide({ ...asked, tool: 'host_user' }).allow).toBe('deny');
  });

  test('say nothing about other plugins', () => {
    expect(policyOf().decide({ ...question, plugin: 'git' }).allow).toBe('allow');
  });

  test('must be rules about their own tools', () => {
    const rules = [{ tool: 'host_exce', allow: 'deny' }] as const;
    expect(() => createPolicy({ rules: [], defaults: [{ ...closed, rules }] })).toThrow(
      /plugin "hosts"[^]*Did you mean "host_exec"/,
    );
  });

  test('are named by an explanation', () => {
    expect(policyOf().explain(question)).toBe(
      'Rule 1 of the plugin "hosts", which the policy may overrule (tier: production, kind: write) decides on host_exec in live: denied.',
    );
  });
});

describe('targets', () => {
  test.each<[string, Rule[], string]>([
    ['one that is denied', [{ target: 'db-*', allow: 'deny' }], 'deny'],
    ['one that may only be previewed', [{ target: 'db-*', allow: 'preview' }], 'preview'],
    ['one that no rule allows', [{ target: 'web-*' }, { allow: 'deny' }], 'deny'],
    ['rules for each of them', [{ target: 'web-*' }, { target: 'db-*' }, { allow: 'deny' }], 'allow'],
  ])('the strictest verdict counts: %s', (_title, rules, verdict) => {
    const asked = { ...question, plugin: 'other', targets: ['web-1', 'db-1', 'web-2'] };
    expect(createPolicy({ rules }).decide(asked).allow).toBe(verdict);
  });

  test('every approval that one of them asks for is needed', () => {
    const rules: Rule[] = [
      { target: 'db-*', approval: 'client' },
      { target: 'ca-*', approval: 'human' },
    ];
    const asked = { ...question, plugin: 'other' };
    const decide = (...targets: string[]) => createPolicy({ rules }).decide({ ...asked, targets }).approval;
    expect([decide('web-1'), decide('web-1', 'db-1'), decide('ca-1', 'db-1'), decide('db-1', 'ca-1')]).toEqual([
      undefined,
      'client',
      'human',
      'human',
    ]);
  });

  test.each<[string, Rule[], string]>([
    ['a rule that denies one of them', [{ target: 'live/payments/*', allow: 'deny' }], 'deny'],
    ['a rule that denies others', [{ target: 'live/payments/Secret/*', allow: 'deny' }], 'allow'],
    ['a rule that opens one of them', [{ target: 'live/payments/*' }, { allow: 'deny' }], 'deny'],
    ['a rule that opens all of them', [{ target: 'live/*' }, { allow: 'deny' }], 'allow'],
  ])('many at once: %s', (_title, rules, verdict) => {
    const asked = { ...question, plugin: 'other', targets: ['live/*/Pod/*'] };
    expect(createPolicy({ rules }).decide(asked).allow).toBe(verdict);
  });

  test('a rule about targets says nothing of a call without one', () => {
    const policy = createPolicy({ rules: [{ target: '*', allow: 'deny' }] });
    expect(policy.decide({ ...question, plugin: 'other' }).allow).toBe('allow');
  });
});

describe('mayAllow', () => {
  const { risk: _risk, ...tool } = question;

  test.each<[string, Rule[], boolean]>([
    ['closed by the plugin', [], false],
    ['opened for a class', [{ class: 'inspect' }], true],
    ['opened for a target', [{ target: 'web-1', allow: 'preview' }], true],
    ['opened for a risk', [{ risk: 'additive' }], true],
    ['opened for another principal', [{ principal: 'eve', target: 'web-1' }], false],
    ['denied for a class before it is opened', [{ class: 'shell', allow: 'deny' }, { tool: 'host_exec' }], true],
    ['denied before it is opened for a class', [{ tool: 'host_*', allow: 'deny' }, { class: 'inspect' }], false],
  ])('%s', (_title, rules, expected) => {
    expect(policyOf(...rules).mayAllow(tool)).toBe(expected);
  });

  test('a risk that is known counts', () => {
    expect(policyOf({ risk: 'additive' }).mayAllow(question)).toBe(false);
  });
});
