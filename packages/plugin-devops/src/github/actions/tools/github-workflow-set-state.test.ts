import { describe, expect, it } from 'vitest';
import { lostAnswers } from '../../test/lost-answers.ts';
import { startGitHub } from '../../test/start-github.ts';
import { githubWorkflowSetState } from './github-workflow-set-state.ts';

const widgets = 'octo/widgets';
const tool = 'github_workflow_set_state';
const disable = { repo: widgets, workflow: 'test.yml', state: 'disabled' };

const start = async () => {
  const started = await startGitHub([githubWorkflowSetState]);
  const workflow = () => [...started.sandbox.world.repository(widgets).workflows.values()][0];
  return { ...started, workflow };
};

describe('github_workflow_set_state', () => {
  it('disables and enables a workflow', async () => {
    const { confirmTool, workflow, sent } = await start();
    const disabled = await confirmTool(tool, disable);
    expect(disabled.preview).toMatchObject({
      description: 'Disable the workflow "test" (.github/workflows/test.yml) of octo/widgets with test.',
      risk: 'destructive',
      before: { state: 'active' },
      warnings: ['Nothing starts it any more: no push, no schedule, no pull request.'],
    });
    expect(disabled.outcome).toMatchObject({ status: 'executed', result: { state: 'disabled_manually' } });
    expect(workflow()).toMatchObject({ state: 'disabled_manually' });
    const enabled = await confirmTool(tool, { ...disable, state: 'enabled' });
    expect(enabled.preview).toMatchObject({ risk: 'reversible', warnings: [] });
    expect(workflow()).toMatchObject({ state: 'active' });
    expect(sent()).toEqual(
      ['disable', 'enable'].map((verb) => `PUT /repos/octo/widgets/actions/workflows/${workflow()?.id}/${verb}`),
    );
  });

  it('is stale when somebody else was faster', async () => {
    const { callTool, workflow, sent } = await start();
    await callTool(tool, disable);
    Object.assign(workflow() ?? {}, { state: 'disabled_manually' });
    await expect(callTool(tool, { ...disable, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });

  it.each(lostAnswers)('finds out that it took effect after an answer %s', async (_title, fault) => {
    const { confirmTool, sandbox, sent } = await start();
    sandbox.fail(fault, { method: 'PUT', times: 1 });
    expect((await confirmTool(tool, disable)).outcome).toMatchObject({
      status: 'executed',
      result: { state: 'disabled_manually' },
    });
    expect(sent()).toHaveLength(1);
  });

  it.each([
    [
      { ...disable, state: 'enabled' },
      { code: 'conflict', details: { reason: 'unchanged' } },
    ],
    [{ ...disable, workflow: 'nope.yml' }, { code: 'not_found' }],
  ])('refuses %j', async (input, error) => {
    const { callTool, sent } = await start();
    await expect(callTool(tool, input)).rejects.toMatchObject(error);
    expect(sent()).toEqual([]);
  });
});
