import { compose } from '@lineclear/core';
import type { JsonObject } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { exercise, startTaskerSandbox } from '@lineclear/testing/tasker';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import tasker from '../src/index.ts';
import { calls } from './calls.ts';
import { startOnSandbox } from './sandbox-tools.ts';

const offlineTools = [
  'handler_generate',
  'schema_compare',
  'schema_diff',
  'schema_inspect',
  'template_generate',
  'template_inspect',
  'template_validate',
  'template_visualize',
];
const writeTools = ['dlq_update', 'step_complete', 'step_resolve', 'step_retry', 'task_cancel', 'task_submit'];
const allTools = tasker.tools.map(({ name }) => name).toSorted();
const connectedReads = allTools.filter((name) => !offlineTools.includes(name) && !writeTools.includes(name));
const url = 'http://127.0.0.1:8080';
const nowhere = '0190c5a2-0000-7000-8000-00000000dead';

const start = () => startOnSandbox({ tools: tasker.tools });
const startWith = async (options: Omit<Parameters<typeof startPlugin>[0], 'plugin'>) => {
  const started = await startPlugin({ plugin: tasker, ...options });
  onTestFinished(() => started.close());
  const listed = started.composition.tools(started.caller).map(({ name }) => name);
  return { ...started, listed: listed.filter((name) => allTools.includes(name)).toSorted() };
};

describe('what is listed', () => {
  test('without a connection is exactly the offline tools', async () => {
    const { listed, answer, callTool } = await startWith({});
    expect(listed).toEqual(offlineTools);
    for (const name of ['task_list', 'task_inspect', 'dlq_list', 'system_health'])
      expect(await answer(name, calls[name])).toMatchObject({ error: { code: 'not_configured' } });
    expect(await callTool('connection_status')).toMatchObject({ profiles: [{ connections: [] }] });
  });

  test('with one is everything: 8 offline tools, 16 reads and 6 writes', async () => {
    expect((await startWith({ connections: { tasker: { url } } })).listed).toEqual(allTools);
    expect([offlineTools.length, connectedReads.length, writeTools.length, allTools.length]).toEqual([8, 16, 6, 30]);
  });

  test.each([
    [['tasker/tier1'], offlineTools],
    [['tasker/tier2'], connectedReads],
    [['tasker/tier3'], writeTools],
    [['tasker/tier1', 'tasker/tier2'], allTools.filter((name) => !writeTools.includes(name))],
  ])('for the tiers %j', async (toolsets, expected) => {
    const { listed, answer } = await startWith({ connections: { tasker: { url } }, selection: { toolsets } });
    expect(listed).toEqual(expected);
    for (const name of allTools.filter((tool) => !expected.includes(tool)))
      // The doors make a protocol error of this kind.
      expect(await answer(name, {})).toMatchObject({ kind: 'unknown_tool', error: { code: 'forbidden' } });
  });

  test.each([
    ['"tier2"', 'tasker/tier1,tasker/tier2,'],
    ['"t1", "TIER2", "nonsense"', 'tasker/tier1,tasker/tier2,'],
    ['"T3"', 'tasker/tier1,tasker/tier3'],
    ['', 'tasker/tier1,'],
  ])('for the tiers [%s] of a client file, the first in any case', async (tools, told) => {
    const text = `[profile.x]\ntools = [${tools}]`;
    const [importer] = tasker.importers ?? [];
    const found = await importer?.find({ cwd: '/', home: '/', env: {}, file: '/a.toml', readFile: async () => text });
    expect(found?.note).toContain(`--toolsets ${told}`);
  });

  test('to a profile that only reads has no writes', async () => {
    const { listed } = await startWith({ connections: { tasker: { url } }, profile: { writes: 'off' } });
    expect(listed).toEqual(allTools.filter((name) => !writeTools.includes(name)));
  });
});

describe('the instructions', () => {
  const textOf = async (options: Parameters<typeof startWith>[0]) => {
    const { composition, caller } = await startWith(options);
    return composition.path.instructions(caller);
  };

  test('name what works without a server, and nothing else where there is none', async () => {
    const text = await textOf({});
    expect(text).toContain('without a server');
    expect(text).not.toContain('Dead letters');
  });

  test('say how writes work and which profile they reach', async () => {
    expect(await textOf({ connections: { tasker: { url } } })).toMatch(/confirm: true.*Writes reach the profile test /);
  });

  test('say where nothing can be changed', async () => {
    expect(await textOf({ connections: { tasker: { url } }, readOnly: true })).toContain('only reads');
  });
});

describe('several profiles', () => {
  const startTwo = async () => {
    const sandbox = await startTaskerSandbox();
    const connections = { tasker: { url: sandbox.url } };
    const profiles = { staging: { connections }, production: { connections }, offline: { connections: {} } };
    const composition = await compose({ plugins: [tasker], profiles: { default: 'staging', profiles } });
    onTestFinished(async () => {
      await composition.close();
      await sandbox.close();
    });
    const principal = { id: 'tester' };
    const caller = { principal, profile: 'staging', transport: 'embedded', client: 'test', readOnly: false } as const;
    const call = (tool: string, args: JsonObject) =>
      composition.call({ tool, args, caller, asking: { mode: 'none' }, signal: new AbortController().signal });
    return { call, sandbox };
  };

  test.each([...connectedReads, ...writeTools])('%s of an unknown one names it and those there are', async (tool) => {
    const { call, sandbox } = await startTwo();
    const answer = await call(tool, { ...calls[tool], profile: 'nonsense' });
    expect(answer).toMatchObject({
      error: { code: 'profile_not_found', details: { profiles: ['staging', 'production', 'offline'] } },
    });
    expect(JSON.stringify(answer)).toContain('nonsense');
    expect(sandbox.http.requests).toEqual([]);
  });

  test.each(writeTools)('%s to another one is locked, naming both', async (tool) => {
    const { call } = await startTwo();
    expect(await call(tool, { ...calls[tool], profile: 'production' })).toMatchObject({
      error: { code: 'write_profile_locked', details: { active: 'staging', asked: 'production' } },
    });
  });

  test.each(connectedReads)('%s reads another one, and says where there is no connection', async (tool) => {
    const { call } = await startTwo();
    expect(await call(tool, { ...calls[tool], profile: 'production' })).toMatchObject({ kind: 'value' });
    expect(await call(tool, { ...calls[tool], profile: 'offline' })).toMatchObject({
      error: { code: 'not_configured', details: { profiles: ['staging', 'production'] } },
    });
  });
});

const uuidFields = Object.entries(calls).flatMap(([tool, args]) =>
  Object.keys(args)
    .filter((field) => field.endsWith('_uuid'))
    .map((field) => ({ tool, field })),
);

test.each(uuidFields)('$tool refuses a $field that is none, and sends nothing', async ({ tool, field }) => {
  const { answer, sandbox } = await start();
  expect(await answer(tool, { ...calls[tool], [field]: 'not-a-uuid' })).toMatchObject({
    error: { code: 'invalid_input', message: expect.stringContaining(field), details: { problems: [{ path: field }] } },
  });
  expect(sandbox.http.requests).toEqual([]);
});

describe.each(writeTools)('%s', (tool) => {
  test('is previewed, with what to do next', async () => {
    const { previewTool } = await start();
    expect(await previewTool(tool, calls[tool])).toMatchObject({
      status: 'preview',
      action: tool,
      instruction: expect.stringContaining('confirm: true'),
    });
  });

  test('executes once it is confirmed', async () => {
    const { confirmTool, sandbox } = await start();
    expect((await confirmTool(tool, calls[tool])).outcome).toMatchObject({ status: 'executed', action: tool });
    expect(sandbox.http.unsafe()).toHaveLength(1);
  });
});

describe('a connected session', () => {
  const Listing = z.object({
    tasks: z.array(z.object({ task_uuid: z.string(), status: z.string(), created_at: z.string() })),
  });

  test('submits a task, lists it, and inspects it and its steps', async () => {
    const { callTool, confirmTool } = await start();
    const { outcome } = await confirmTool('task_submit', calls['task_submit']);
    const { task_uuid: made } = z.object({ task_uuid: z.string() }).parse(outcome['result']);
    const [newest] = Listing.parse(await callTool('task_list', { namespace: 'analytics', limit: 1 })).tasks;
    expect(newest?.task_uuid).toBe(made);
    const { steps } = z
      .object({ steps: z.array(z.object({ step_uuid: z.string() })) })
      .parse(await callTool('task_inspect', { task_uuid: made }));
    expect(steps).toHaveLength(4);
    const step = { task_uuid: made, step_uuid: steps[0]?.step_uuid ?? '' };
    expect(await callTool('step_inspect', step)).toMatchObject({ task: { task_uuid: made } });
    expect(await callTool('step_audit', step)).toMatchObject({ step: { step_uuid: step.step_uuid } });
  });

  test('lists templates and inspects the first', async () => {
    const { callTool } = await start();
    const { templates } = z
      .object({ templates: z.tuple([z.object({ namespace: z.string(), name: z.string(), version: z.string() })], z.unknown()) })
      .parse(await callTool('template_list_remote'));
    const [{ namespace, name, version }] = templates;
    expect(await callTool('template_inspect_remote', { namespace, name, version })).toMatchObject({ name, version });
  });

  test('limits a list, filters it by completed, and turns the page', async () => {
    const { callTool } = await start();
    const first = Listing.parse(await callTool('task_list', { status: 'completed', limit: 2 })).tasks;
    const second = Listing.parse(await callTool('task_list', { status: 'completed', limit: 2, offset: 2 })).tasks;
    expect([...first, ...second].map(({ status }) => status)).toEqual(Array(4).fill('complete'));
    expect(new Set([...first, ...second].map(({ task_uuid: uuid }) => uuid)).size).toBe(4);
  });

  test('finds a failing task in every view of the dead letters', async () => {
    const { callTool, sandbox } = await start();
    sandbox.world.setTaskState(exercise.runningTask, 'error');
    const entry = sandbox.world.addDlqEntry({ taskUuid: exercise.runningTask, reason: 'WorkerUnavailable' });
    expect(await callTool('dlq_stats')).toMatchObject({
      reasons: expect.arrayContaining([expect.objectContaining({ dlq_reason: 'worker_unavailable', pending: 1 })]),
    });
    for (const tool of ['dlq_list', 'dlq_queue'])
      expect(JSON.stringify((await callTool(tool))['entries'])).toContain(`"dlq_entry_uuid":"${entry}"`);
    expect(await callTool('dlq_inspect', { task_uuid: exercise.runningTask })).toMatchObject({
      entry: { dlq_entry_uuid: entry },
    });
  });

  test('cancels no task that is complete, and changes no dead letter that there is none of', async () => {
    const { answer, sandbox } = await start();
    const cancel = { task_uuid: exercise.completeTask };
    expect(await answer('task_cancel', cancel)).toMatchObject({
      error: { code: 'conflict', details: { reason: 'task_has_ended' } },
    });
    expect(await answer('task_cancel', { ...cancel, confirm: true })).toMatchObject({ kind: 'error' });
    const change = { dlq_entry_uuid: nowhere, resolution_status: 'cancelled' };
    expect(await answer('dlq_update', change)).toMatchObject({ error: { code: 'not_found' } });
    expect(sandbox.http.unsafe()).toEqual([]);
  });
});
