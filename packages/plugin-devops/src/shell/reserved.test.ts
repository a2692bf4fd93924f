import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { builtins, harmlessBuiltins, keywords } from './reserved.ts';

const ofBash = (kind: string): readonly string[] =>
  execFileSync('bash', ['--norc', '-c', `compgen ${kind}`], { encoding: 'utf8' })
    .trim()
    .split('\n');

describe('what bash does by itself', () => {
  it('is known by name: nothing that runs inside bash passes for a program', () => {
    expect(ofBash('-b').filter((name) => !builtins.has(name))).toEqual([]);
    expect([...harmlessBuiltins].filter((name) => !builtins.has(name))).toEqual([]);
  });

  it('is known by its syntax', () => {
    expect(ofBash('-k').filter((word) => !keywords.has(word))).toEqual([]);
  });
});
