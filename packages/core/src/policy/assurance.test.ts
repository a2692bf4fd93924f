import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Assurance, Risk } from '../plugin/context.ts';
import { worstRisk } from '../plugin/risk.ts';
import { defaultAssurance, isAtLeast, requiredAssurance, strictestAssurance } from './assurance.ts';

const levels: readonly Assurance[] = ['model', 'client', 'human'];
const risks: readonly Risk[] = ['additive', 'reversible', 'destructive'];
const level = fc.constantFrom(...levels);
const risk = fc.constantFrom(...risks);

describe('assurance', () => {
  test('orders model below client below human', () => {
    expect(strictestAssurance('model', 'client')).toBe('client');
    expect(strictestAssurance('human', 'client', 'model')).toBe('human');
    expect(isAtLeast({ given: 'client', needed: 'model' })).toBe(true);
    expect(isAtLeast({ given: 'model', needed: 'client' })).toBe(false);
  });

  test('takes an unknown level for the strictest need and for no proof at all', () => {
    const unknown = JSON.parse('"robot"');
    expect(strictestAssurance('model', unknown)).toBe('human');
    expect(isAtLeast({ given: unknown, needed: 'model' })).toBe(false);
    expect(isAtLeast({ given: 'client', needed: unknown })).toBe(false);
  });

  test('asks a person for a destructive write by default', () => {
    expect(
      requiredAssurance({ profile: { approval: defaultAssurance }, risk: 'destructive', decision: { approval: undefined } }),
    ).toBe('client');
    expect(
      requiredAssurance({ profile: { approval: defaultAssurance }, risk: 'additive', decision: { approval: undefined } }),
    ).toBe('model');
  });

  test('never needs less than the default, the profile, the policy or the preview', () => {
    const approval = fc.record({ additive: level, reversible: level, destructive: level });
    fc.assert(
      fc.property(
        approval,
        risk,
        fc.option(level, { nil: undefined }),
        fc.option(level, { nil: undefined }),
        (profile, at, policy, preview) => {
          const needed = requiredAssurance({ profile: { approval: profile }, risk: at, decision: { approval: policy }, preview });
          const asked = [defaultAssurance[at], profile[at], policy, preview].filter((level) => level !== undefined);
          expect(asked.every((level) => isAtLeast({ given: needed, needed: level }))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('worstRisk', () => {
  test('yields one of its arguments that no other exceeds', () => {
    fc.assert(
      fc.property(risk, risk, (first, second) => {
        const worst = worstRisk(first, second);
        expect(risks.indexOf(worst)).toBe(Math.max(risks.indexOf(first), risks.indexOf(second)));
      }),
    );
  });

  test('takes an unknown risk for destructive', () => {
    expect(worstRisk('additive', JSON.parse('"odd"'))).toBe('destructive');
  });
});
