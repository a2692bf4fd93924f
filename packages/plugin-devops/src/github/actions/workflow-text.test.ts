import { expect, it } from 'vitest';
import * as z from 'zod';
import { startGitHub } from '../test/start-github.ts';
import { githubWorkflowDispatch } from './tools/github-workflow-dispatch.ts';
import { githubWorkflowList } from './tools/github-workflow-list.ts';

const widgets = 'octo/widgets';
const text = (step: string): string => `name: ${step}\non: workflow_dispatch\njobs:\n  one:\n    steps: [{ run: ${step} }]\n`;

const listed = z.array(z.object({ path: z.string(), workflow_id: z.int(), name: z.string() }));

it.each(['safe.yml?.yml', 'safe.yml#.yml', '%2e%2e.yml', 'a b+c&d.yml'])(
  'shows the file that runs, not another one that its name leads to: %s',
  async (name) => {
    const { callTool, sandbox } = await startGitHub([githubWorkflowDispatch, githubWorkflowList]);
    const { world } = sandbox;
    await world.push(widgets, { branch: 'main', path: '.github/workflows/safe.yml', content: text('harmless') });
    await world.push(widgets, { branch: 'main', path: `.github/workflows/${name}`, content: text('surprise') });
    const { workflows } = await callTool('github_workflow_list', { repo: widgets });
    const id = listed.parse(workflows).find(({ path }) => path.endsWith(`/${name}`));
    const preview = await callTool('github_workflow_dispatch', { repo: widgets, workflow: String(id?.workflow_id), ref: 'main' });
    expect(preview).toMatchObject({ details: { workflow_file: expect.stringContaining('surprise') } });
    expect(JSON.stringify(preview)).not.toContain('harmless');
  },
);

it('keeps names of workflows on one line and short: a pull request from a fork can bring them', async () => {
  const { callTool, sandbox } = await startGitHub([githubWorkflowList]);
  const name = `build ${'x'.repeat(400)}`;
  await sandbox.world.push(widgets, { branch: 'main', path: '.github/workflows/long.yml', content: text(name) });
  const { workflows, untrusted } = await callTool('github_workflow_list', { repo: widgets });
  const [shown] = listed.parse(workflows).filter(({ name: one }) => one.startsWith('build'));
  expect(shown?.name.length).toBeLessThanOrEqual(100);
  expect(untrusted).toBe(true);
});
