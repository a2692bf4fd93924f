import { describe, expect, it } from 'vitest';
import { declaredInputs } from './declared-inputs.ts';
import { environmentsIn } from './workflow-text.ts';

const text = `# ship it
name: deploy
on:
  push:
    branches: [main]
  workflow_dispatch:
    inputs:
      target:
        description: 'Where to: staging # or production'
        type: choice
        required: true
        options:
        - staging
        - "production"
      dry-run:
        description: |
          Only say what
          would: happen
        type: boolean # yes or no
        default: false
        required: true
      note:
        required: false
      size: { type: number }
`;

describe('declaredInputs', () => {
  it('reads inputs in block style', () => {
    expect(declaredInputs(text.replace('      size: { type: number }\n', '') + 'jobs: {}\n')).toEqual([
      { name: 'target', type: 'choice', isRequired: true, hasDefault: false, options: ['staging', 'production'] },
      { name: 'dry-run', type: 'boolean', isRequired: true, hasDefault: true, options: undefined },
      { name: 'note', type: 'string', isRequired: false, hasDefault: false, options: undefined },
    ]);
  });

  it.each([
    ['on: workflow_dispatch\n'],
    ['on: [push, workflow_dispatch]\n'],
    ['"on":\n  - push\n  - workflow_dispatch\n'],
    ['on:\n  workflow_dispatch:\n  push:\n'],
    ['on:\n  workflow_dispatch: null\n'],
  ])('knows that %j takes none', (workflow) => {
    expect(declaredInputs(workflow)).toEqual([]);
  });

  it.each([
    [text],
    ['on: push\n'],
    ['on: { workflow_dispatch: { inputs: { a: {} } } }\n'],
    ['on:\n  workflow_dispatch: &start\n    inputs:\n      a:\n'],
    ['on:\n  workflow_dispatch:\n    inputs: *shared\n'],
    ['on:\n  workflow_dispatch:\n    inputs:\n      <<: *shared\n'],
    ['on:\n  workflow_dispatch:\n    inputs:\n      a:\n        type: choice\n        options: *list\n'],
    ['on:\n  workflow_dispatch:\n    inputs:\n      a:\n        type: choice\n'],
    ['on:\n  ? workflow_dispatch\n'],
    ['\u0000\t{{{'],
    [''],
  ])('does not guess at %j', (workflow) => {
    expect(declaredInputs(workflow)).toBe(undefined);
  });

  it('reads options in one line', () => {
    const workflow = "on:\n  workflow_dispatch:\n    inputs:\n      a:\n        type: choice\n        options: [x, 'y z']\n";
    expect(declaredInputs(workflow)).toMatchObject([{ options: ['x', 'y z'] }]);
  });
});

describe('environmentsIn', () => {
  it('finds them as a name or as a map', () => {
    const workflow =
      'jobs:\n  a:\n    environment: staging # first\n  b:\n    environment:\n      name: "production"\n      url: x\n  c:\n    name: not\n';
    expect(environmentsIn(workflow)).toEqual(['staging', 'production']);
    expect(environmentsIn(`environment: ${' '.repeat(100_000)}x`)).toEqual([]);
  });
});
