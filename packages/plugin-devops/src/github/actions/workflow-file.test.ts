import { describe, expect, it } from 'vitest';
import { parseWorkflow } from './workflow-file.ts';

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
      size: { type: number }
jobs:
  a:
    environment: staging # first
  b:
    environment:
      name: "production"
      url: x
  c:
    name: not
`;

describe('parseWorkflow', () => {
  it('reads what may be given, and where it runs', async () => {
    expect(await parseWorkflow(text)).toEqual({
      inputs: [
        { name: 'target', type: 'choice', isRequired: true, hasDefault: false, options: ['staging', 'production'] },
        { name: 'dry-run', type: 'boolean', isRequired: true, hasDefault: true, options: undefined },
        { name: 'note', type: 'string', isRequired: false, hasDefault: false, options: undefined },
        { name: 'size', type: 'number', isRequired: false, hasDefault: false, options: undefined },
      ],
      environments: ['staging', 'production'],
    });
  });

  it.each([
    ['on: workflow_dispatch\n'],
    ['on: [push, workflow_dispatch]\n'],
    ['"on":\n  - push\n  - workflow_dispatch\n'],
    ['on:\n  workflow_dispatch:\n  push:\n'],
    ['on: { workflow_dispatch: { inputs: {} } }\n'],
  ])('knows that %j takes none', async (workflow) => {
    expect((await parseWorkflow(workflow)).inputs).toEqual([]);
  });

  it.each([
    ['on: push\n'],
    ['on:\n  workflow_dispatch:\n    inputs:\n      <<: { a: {} }\n'],
    ['on:\n  workflow_dispatch:\n    inputs:\n      a:\n        type: choice\n'],
    ['on:\n  workflow_dispatch:\n    inputs: *missing\n'],
    ['on:\n  workflow_dispatch: [1]\n'],
    ['\u0000\t{{{'],
    ['- a list'],
    [''],
  ])('does not guess at %j', async (workflow) => {
    expect(await parseWorkflow(workflow)).toEqual({ inputs: undefined, environments: [] });
  });

  it('stops at aliases that multiply', async () => {
    const levels = Array.from({ length: 30 }, (_, level) => `a${level + 1}: &a${level + 1} [*a${level}, *a${level}]`);
    expect(await parseWorkflow(['a0: &a0 x', ...levels, 'on: workflow_dispatch'].join('\n'))).toMatchObject({
      inputs: undefined,
    });
  });
});
