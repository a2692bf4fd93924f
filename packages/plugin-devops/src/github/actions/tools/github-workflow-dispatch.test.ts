import { githubFaults } from '@lineclear/testing/github';
import { describe, expect, it } from 'vitest';
import { lostAnswers } from '../../test/lost-answers.ts';
import { type GitHubOptions, startGitHub } from '../../test/start-github.ts';
import { githubWorkflowDispatch } from './github-workflow-dispatch.ts';

const widgets = 'octo/widgets';
const tool = 'github_workflow_dispatch';
const file = `name: ship
on:
  workflow_dispatch:
    inputs:
      target:
        type: choice
        required: true
        options: [staging, production]
      dry-run:
        type: boolean
jobs:
  ship:
    environment: production
`;
const ship = { repo: widgets, workflow: 'ship.yml', ref: 'main', inputs: { target: 'staging' } };

const start = async (options?: GitHubOptions) => {
  const started = await startGitHub([githubWorkflowDispatch], options);
  const { world } = started.sandbox;
  const head = await world.push(widgets, { branch: 'main', path: '.github/workflows/ship.yml', content: file });
  const runs = () => [...world.repository(widgets).runs.values()];
  return { ...started, world, head, runs };
};

describe('github_workflow_dispatch', () => {
  it('says what the workflow is and what it is given, and starts it once', async () => {
    const { confirmTool, runs, sent, head } = await start();
    const { preview, outcome } = await confirmTool(tool, ship);
    expect(preview).toMatchObject({
      description: `Start the workflow "ship" (.github/workflows/ship.yml) of octo/widgets on "main" (${head.slice(0, 12)}) with test.`,
      risk: 'destructive',
      details: {
        inputs: { target: 'staging' },
        declared_inputs: [
          { name: 'target', type: 'choice', required: true, options: ['staging', 'production'] },
          { name: 'dry-run', type: 'boolean', required: false },
        ],
        workflow_file: expect.stringContaining('environment: production'),
      },
      warnings: ['It runs in the environment "production": this may deploy.', expect.stringContaining('is public')],
    });
    expect(outcome).toMatchObject({
      status: 'executed',
      result: { run_id: runs()[0]?.id, url: expect.stringContaining('/actions/runs/') },
    });
    expect(runs()).toMatchObject([{ event: 'workflow_dispatch', branch: 'main', sha: head, inputs: { target: 'staging' } }]);
    expect(sent()).toHaveLength(1);
  });

  it.each([
    [
      'the branch moved on',
      ({ world }: Awaited<ReturnType<typeof start>>) => world.push(widgets, { branch: 'main', path: 'a', content: 'a' }),
    ],
    [
      'somebody else started it',
      ({ world }: Awaited<ReturnType<typeof start>>) =>
        world.addRun(widgets, { path: '.github/workflows/ship.yml', branch: 'main', event: 'workflow_dispatch', by: 'sam' }),
    ],
  ])('is stale when %s', async (_title, drift) => {
    const started = await start();
    await started.callTool(tool, ship);
    await drift(started);
    await expect(started.callTool(tool, { ...ship, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(started.sent()).toEqual([]);
  });

  it.each(lostAnswers)('finds the run after an answer %s, and starts no other', async (_title, fault) => {
    const { confirmTool, sandbox, runs, sent } = await start();
    sandbox.fail(fault, { method: 'POST', times: 1 });
    const { outcome } = await confirmTool(tool, ship);
    expect(outcome).toMatchObject({ status: 'executed', result: { run_id: runs()[0]?.id } });
    expect([runs().length, sent().length]).toEqual([1, 1]);
  });

  it.each([
    ['was lost before it arrived', 0],
    ['took place beside another one', 2],
  ])('does not claim a start that %s', async (_title, others) => {
    const { callTool, sandbox, world, sent } = await start();
    const path = '.github/workflows/ship.yml';
    const id = await world.addRun(widgets, { path, branch: 'main', event: 'workflow_dispatch' });
    await callTool(tool, ship);
    const { runs } = world.repository(widgets);
    const begin = () => {
      const earlier = [...runs.values()];
      for (const run of earlier)
        for (let other = 1; other <= others; other += 1) runs.set(id + other, { ...run, id: id + other });
      return true;
    };
    sandbox.fail(githubFaults.cut(), { method: 'POST', accepts: begin, times: 1 });
    await expect(callTool(tool, { ...ship, confirm: true })).rejects.toMatchObject({ code: 'unknown_outcome' });
    expect(sent()).toHaveLength(1);
  });

  it('finds the run where a server does not know how to tell it', async () => {
    const { confirmTool, sandbox, runs } = await start();
    const refusal = githubFaults.status(422, { message: 'Invalid request.\n\n"return_run_details" is not a permitted key.' });
    sandbox.fail(refusal, { method: 'POST', times: 1 });
    const { outcome } = await confirmTool(tool, ship);
    expect(outcome).toMatchObject({ status: 'executed', result: { run_id: runs()[0]?.id } });
    expect(runs()).toHaveLength(1);
  });

  it.each([
    ['the branch is missing', { ...ship, ref: 'nowhere' }, 'not_found'],
    ['the workflow is missing', { ...ship, workflow: 'nope.yml' }, 'not_found'],
    ['an input is not declared', { ...ship, inputs: { target: 'staging', 'x-y': '1' } }, 'invalid_input'],
    ['a required input is missing', { ...ship, inputs: {} }, 'invalid_input'],
    ['a choice does not exist', { ...ship, inputs: { target: 'moon' } }, 'invalid_input'],
    ['a boolean is none', { ...ship, inputs: { target: 'staging', 'dry-run': 'maybe' } }, 'invalid_input'],
  ])('refuses before anything is sent where %s', async (_title, input, code) => {
    const { callTool, sent } = await start();
    await expect(callTool(tool, input)).rejects.toMatchObject({ code });
    expect(sent()).toEqual([]);
  });

  it('refuses a workflow that is disabled', async () => {
    const { callTool, world, sent } = await start();
    await callTool(tool, ship);
    for (const workflow of world.repository(widgets).workflows.values()) workflow.state = 'disabled_manually';
    await expect(callTool(tool, ship)).rejects.toMatchObject({ code: 'conflict', details: { reason: 'disabled' } });
    expect(sent()).toEqual([]);
  });

  it('reports what GitHub refuses as failed', async () => {
    const { callTool, world, runs } = await start();
    await world.push(widgets, { branch: 'main', path: '.github/workflows/auto.yml', content: 'name: auto\non: push\n' });
    const auto = { ...ship, workflow: 'auto.yml', inputs: {} };
    expect(await callTool(tool, auto)).toMatchObject({
      warnings: expect.arrayContaining(['The inputs were not checked: GitHub does that.']),
    });
    await expect(callTool(tool, { ...auto, confirm: true })).rejects.toMatchObject({ code: 'invalid_input' });
    expect(runs()).toEqual([]);
  });

  it('tells hidden characters and what looks like a secret in its inputs', async () => {
    const { previewTool, world } = await start();
    await world.push(widgets, {
      branch: 'main',
      path: '.github/workflows/free.yml',
      content: 'name: f\non:\n  workflow_dispatch:\n    inputs:\n      note:\n',
    });
    const key = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
    const free = { ...ship, workflow: 'free.yml', inputs: { note: `a\u200bb ${key}` } };
    const warnings = (await previewTool(tool, free))['warnings'];
    expect(warnings).toEqual(
      expect.arrayContaining([expect.stringContaining('U+200B'), expect.stringContaining('looks like a secret')]),
    );
  });
});
