import type { JsonObject } from '@lineclear/core/plugin';
import { exercise } from '@lineclear/testing/tasker';
import { describe, expect, test } from 'vitest';
import { startActions } from '../src/actions/test/start-actions.ts';
import { taskStates } from '../src/schemas/states.ts';
import { calls } from './calls.ts';
import { type Json, mapLeaves, startLying } from './lying-server.ts';

const { blockedTask, failedStep, pendingDlqEntry } = exercise;
const step = { task_uuid: blockedTask, step_uuid: failedStep };
const forged = 'because\nstate: none → safe "quoted"';

describe('whoever decides sees', () => {
  const inputs: Readonly<Record<string, JsonObject>> = {
    task_submit: {
      ...calls['task_submit'],
      context: { report_date: 'day-1', '__x\ny': 'inner' },
      reason: forged,
      initiator: 'somebody',
      priority: 7,
      tags: ['tag-1'],
      idempotency_key: 'key-1',
    },
    step_retry: { ...step, reason: forged, reset_by: 'somebody' },
    step_resolve: { ...step, reason: forged, resolved_by: 'somebody' },
    step_complete: { ...step, reason: forged, result: { metrics: 37 }, metadata: { ticket: 'OPS-1' }, completed_by: 'somebody' },
    dlq_update: {
      dlq_entry_uuid: pendingDlqEntry,
      resolution_notes: forged,
      resolved_by: 'somebody',
      metadata: { ticket: 'OPS-1' },
    },
  };

  test.each(Object.keys(inputs))('everything that %s will send, and no line that was smuggled in', async (tool) => {
    const { previewTool, callTool, sent } = await startActions();
    const { description, changes, warnings } = await previewTool(tool, inputs[tool]);
    const shown = JSON.stringify([description, changes, warnings]);
    await callTool(tool, { ...inputs[tool], confirm: true });
    const given = new Set<string>();
    mapLeaves({ json: JSON.parse(JSON.stringify(inputs[tool])), change: ({ value }) => given.add(JSON.stringify(value)) });
    const leaves: string[] = [];
    mapLeaves({ json: JSON.parse(JSON.stringify(sent())), change: ({ value }) => leaves.push(JSON.stringify(value)) });
    const fromInput = leaves.filter((leaf) => given.has(leaf));
    expect(fromInput.length).toBeGreaterThan(1);
    for (const leaf of fromInput) expect(shown).toContain(JSON.stringify(leaf).slice(1, -1));
    expect(Array.isArray(changes) ? changes.join('') : '').not.toContain('\n');
  });

  test('of long data its beginning and its size', async () => {
    const lie = ({ json, path }: { json: Json; path: string }): unknown =>
      path.startsWith('/v1/dlq?') && Array.isArray(json)
        ? json.map((one) => ({ ...one, metadata: { log: 'x'.repeat(50_000) } }))
        : json;
    const { previewTool } = await startLying({ lie });
    const preview = await previewTool('dlq_update', calls['dlq_update']);
    expect(JSON.stringify(preview).length).toBeLessThan(10_000);
    expect(preview).toMatchObject({ before: { metadata: expect.stringContaining('50010 characters') } });
  });
});

describe('a confirmation is stale', () => {
  const confirmAfter = async (tool: string, lie: (answer: { json: Json; path: string }) => unknown) => {
    let isLater = false;
    const { previewTool, answer, requests } = await startLying({ lie: (one) => (isLater ? lie(one) : one.json) });
    await previewTool(tool, calls[tool]);
    isLater = true;
    const found = await answer(tool, { ...calls[tool], confirm: true });
    expect(requests.filter((one) => !one.startsWith('GET '))).toEqual([]);
    return found;
  };

  test('when the version of a template has other steps than were shown', async () => {
    const lie = ({ json, path }: { json: Json; path: string }): unknown =>
      path.startsWith('/v1/templates/') ? { ...Object(json), steps: [] } : json;
    expect(await confirmAfter('task_submit', lie)).toMatchObject({
      error: { code: 'stale', details: { changed: { steps: {} } } },
    });
  });

  test.each(['step_resolve', 'step_complete'])('when a step behind the one of %s has begun', async (tool) => {
    const lie = ({ json, path }: { json: Json; path: string }): unknown =>
      path.endsWith('/summary')
        ? mapLeaves({
            json,
            change: ({ value, place }) => (place === 'current_state' && value === 'pending' ? 'in_progress' : value),
          })
        : json;
    expect(await confirmAfter(tool, lie)).toMatchObject({
      error: { code: 'stale', details: { changed: { downstream_begun: { was: false, is: true } } } },
    });
  });
});

describe('the risk of ending a step by hand', () => {
  const states = {
    reversible: ['error', 'waiting_for_retry'],
    destructive: [
      'pending',
      'enqueued',
      'in_progress',
      'enqueued_for_orchestration',
      'enqueued_as_error_for_orchestration',
      'complete',
      'cancelled',
      'resolved_manually',
      // What no version of the server says must not be taken for a failed step.
      'constructor',
      'error ',
    ],
  };

  test.each(['step_resolve', 'step_complete'])(
    'with %s is that of the state of the step, whatever the state of its task',
    async (tool) => {
      let stepState = '';
      let taskState = '';
      const lie = ({ json, path }: { json: Json; path: string }): unknown =>
        mapLeaves({
          json,
          change: ({ value, place }) => {
            if (place === 'status') return taskState;
            return place === 'current_state' && path.includes('/workflow_steps/') ? stepState : value;
          },
        });
      const { previewTool } = await startLying({ lie });
      for (taskState of taskStates)
        for (const [risk, known] of Object.entries(states))
          for (stepState of known)
            expect({ stepState, ...(await previewTool(tool, calls[tool])) }).toMatchObject({ stepState, risk });
    },
  );
});
