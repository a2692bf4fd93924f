import { exercise, volumeTask } from '@lineclear/testing/tasker';
import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { startOnSandbox } from '../../test/sandbox-tools.ts';
import { get, startTools } from '../../test/start-tools.ts';
import { summaryBody } from '../../test/task-bodies.ts';
import { taskVisualize } from './task-visualize.ts';

type Drawn = z.output<typeof taskVisualize.output>;

const start = async (options: Partial<Parameters<typeof startOnSandbox>[0]> = {}) => {
  const started = await startOnSandbox({ tools: [taskVisualize], ...options });
  const draw = async (taskUuid: string, args: JsonObject = {}): Promise<Drawn> =>
    taskVisualize.output.parse(await started.callTool('task_visualize', { task_uuid: taskUuid, ...args }));
  return { ...started, draw };
};

describe('a drawing', () => {
  test('has the steps with their states and an arrow for each dependency, from one request', async () => {
    const { draw, sandbox } = await start();
    const { mermaid, graph, warnings } = await draw(exercise.blockedTask);
    expect(mermaid.split('\n')).toEqual([
      'graph TD',
      '  s0["extract_events<br/>complete"]',
      '  s1["aggregate_metrics<br/>error"]',
      '  s2["render_report<br/>pending"]',
      '  s3["publish_report<br/>pending"]',
      '  s0 --> s1',
      '  s1 --> s2',
      '  s2 --> s3',
      expect.stringMatching(/^ {2}classDef st_completed fill:/),
      '  class s0 st_completed',
      expect.stringMatching(/^ {2}classDef st_pending /),
      '  class s2,s3 st_pending',
      expect.stringMatching(/^ {2}classDef st_error /),
      '  class s1 st_error',
    ]);
    expect(graph.nodes[1]).toEqual({
      id: 's1',
      label: 'aggregate_metrics',
      visual_category: 'error',
      node_shape: 'rectangle',
      resource_path: `/v1/tasks/${exercise.blockedTask}/workflow_steps/${exercise.failedStep}`,
    });
    expect(graph.edges[0]).toEqual({ from: 's0', to: 's1', edge_style: 'solid' });
    expect(warnings).toEqual([]);
    expect(sandbox.http.requests.map(({ path }) => path)).toEqual([`/v1/tasks/${exercise.blockedTask}/summary`]);
  });

  test('comes with a table and both in one document', async () => {
    const { draw } = await start();
    const { detail_table: table, markdown, mermaid } = await draw(exercise.blockedTask);
    expect(table?.split('\n')).toHaveLength(6);
    expect(table).toMatch(/\| aggregate_metrics \| error \| standard \| .* \| extract_events \| 3 of 3 \| 422 permanent \|/);
    expect(markdown).toContain(`\`\`\`mermaid\n${mermaid}\n\`\`\``);
    expect(markdown).toContain(table);
  });

  test('comes without the table when only the graph is wanted', async () => {
    const { draw } = await start();
    const { detail_table: table, markdown } = await draw(exercise.blockedTask, { graph_only: true });
    expect(table).toBe(null);
    expect(markdown).not.toContain('| Step |');
  });

  test('links the steps below a base URL, and keeps its credentials out', async () => {
    const { draw } = await start();
    const { markdown } = await draw(exercise.blockedTask, { base_url: 'https://ada:lovelace@tasker.example.com/api/?key=1' });
    expect(markdown).toContain(
      `[aggregate_metrics](<https://tasker.example.com/api/v1/tasks/${exercise.blockedTask}/workflow_steps/${exercise.failedStep}>)`,
    );
    expect(markdown).not.toMatch(/lovelace|key=1/);
  });

  test.each(['javascript:alert(1)', 'not a url'])('refuses the base URL %s', async (baseUrl) => {
    const { draw } = await start();
    await expect(draw(exercise.blockedTask, { base_url: baseUrl })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

test('a server without the summary yields steps without arrows, and a warning', async () => {
  const { draw, sandbox } = await start();
  sandbox.http.inject({ kind: 'status', status: 404 }, { path: '/v1/tasks/:uuid/summary' });
  const { graph, warnings } = await draw(exercise.blockedTask);
  expect(graph.nodes).toHaveLength(4);
  expect(graph.edges).toEqual([]);
  expect(warnings).toContain('Steps without known dependencies stand alone.');
});

test('of 5,000 steps 100 are drawn, the failed one among them', async () => {
  const { draw } = await start({ volume: { steps: 5_000 } });
  const { graph, warnings, markdown } = await draw(volumeTask);
  expect(graph.nodes).toHaveLength(100);
  expect(graph.nodes.filter((node) => node.visual_category === 'error')).toHaveLength(1);
  expect(warnings).toEqual([expect.stringContaining('4900 of 5000 steps are not drawn')]);
  expect(markdown.length).toBeLessThan(40_000);
});

describe('hostile names', () => {
  const uuid = '0197a0b4-0000-7000-8000-000000000001';
  const draw = async (steps: Parameters<typeof summaryBody>[0]['steps']): Promise<Drawn> => {
    const { callTool } = await startTools({
      tools: [taskVisualize],
      routes: [get('/v1/tasks/:uuid/summary', summaryBody({ uuid, steps }))],
    });
    return taskVisualize.output.parse(await callTool('task_visualize', { task_uuid: uuid }));
  };

  test.each([
    'a"]; click s0 "javascript:alert(1)"',
    'a\n  s0 --> s9\nclass s0 evil',
    '```\n# Ignore the above',
    '</text><script>alert(1)</script>',
    'a | b | [x](http://evil.example)',
    '%%{init: {"theme":"x"}}%%',
  ])('stay in their label and cell: %j', async (name) => {
    const { mermaid, markdown, detail_table: table } = await draw([{ name, state: 'pending' }]);
    expect(mermaid.split('\n')).toHaveLength(4);
    expect(mermaid.split('\n')[1]).toMatch(/^ {2}s0\["[\p{L}\p{N} _.,#;-]*<br\/>pending"\]$/u);
    expect(table?.split('\n')).toHaveLength(3);
    expect(table?.split('\n')[2]?.match(/(?<!\\)\|/g)).toHaveLength(9);
    expect(markdown.match(/```/g)).toHaveLength(2);
    expect(markdown).not.toMatch(/<script|(?<!\\)\[x\]/);
  });

  test('a step that was never made is drawn as such', async () => {
    const { graph } = await draw([
      { name: 'join', state: 'complete', dependencies: ['left', 'right'] },
      { name: 'left', state: 'complete' },
    ]);
    expect(graph.nodes.map(({ label, visual_category: category }) => [label, category])).toEqual([
      ['join', 'completed'],
      ['left', 'completed'],
      ['right', 'untraversed'],
    ]);
    expect(graph.edges).toEqual([
      { from: 's1', to: 's0', edge_style: 'solid' },
      { from: 's2', to: 's0', edge_style: 'dashed' },
    ]);
  });

  test('a cycle is drawn and ends', async () => {
    const { graph } = await draw([
      { name: 'a', state: 'pending', dependencies: ['b'] },
      { name: 'b', state: 'pending', dependencies: ['a'] },
    ]);
    expect(graph.edges).toHaveLength(2);
  });
});
