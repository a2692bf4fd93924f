import { type ContractBackend, secretMarker } from '@lineclear/testing';
import { exercise, startTaskerSandbox, type TaskerWorld } from '@lineclear/testing/tasker';
import { pluginContract, toolSnapshots } from '@lineclear/testing/vitest';
import tasker from '../src/index.ts';

interface Backend extends ContractBackend {
  readonly world: TaskerWorld;
}

const startBackend = async (): Promise<Backend> => {
  const sandbox = await startTaskerSandbox();
  const { url, workerUrl, http, worker, world } = sandbox;
  return {
    connections: { tasker: { url, worker_url: workerUrl, token: secretMarker } },
    http: [http, worker],
    world,
    state: () => world.state(),
    close: () => sandbox.close(),
  };
};

const { blockedTask, failedStep, exhaustedTask, exhaustedStep, pendingDlqEntry } = exercise;
const nowhere = '0190c5a2-0000-7000-8000-00000000dead';
const step = { task_uuid: blockedTask, step_uuid: failedStep };
const noStep = { input: { task_uuid: blockedTask, step_uuid: nowhere }, error: 'not_found' } as const;
const noTask = { input: { task_uuid: nowhere }, error: 'not_found' } as const;
const another =
  (change: (world: TaskerWorld) => void) =>
  async ({ world }: Backend): Promise<void> =>
    change(world);
const resolved = (stepUuid: string) =>
  another((world) =>
    world.actOnStep(stepUuid, { action_type: 'resolve_manually', reason: 'Somebody else did', resolved_by: 'another' }),
  );

const before = `
name: daily_report
namespace_name: analytics
version: 1.0.0
steps:
  - name: extract
    handler: { callable: analytics.extract }
    result_schema: { type: object, required: [rows], properties: { rows: { type: integer } } }
  - name: publish
    dependencies: [extract]
    handler: { callable: analytics.publish }
    result_schema: { type: object, required: [rows], properties: { rows: { type: string } } }
`;
const template = { template_yaml: before };
const noTemplate = { input: { template_yaml: 'name: [' }, error: 'invalid_input' } as const;

pluginContract<Backend>({
  plugin: tasker,
  module: new URL('../src/index.ts', import.meta.url),
  backend: startBackend,
  examples: {
    template_validate: [{ input: template }, noTemplate],
    template_visualize: [{ input: template }, noTemplate],
    template_inspect: [{ input: template }, noTemplate],
    template_generate: [
      { input: { name: 'daily_report', namespace: 'analytics', steps: [{ name: 'extract' }] } },
      { input: { name: 'daily_report', namespace: 'analytics', steps: [] }, error: 'invalid_input' },
    ],
    schema_inspect: [{ input: template }, { input: { ...template, step_filter: 'nothing' }, error: 'not_found' }],
    schema_compare: [
      { input: { ...template, producer_step: 'extract', consumer_step: 'publish' } },
      { input: { ...template, producer_step: 'nothing', consumer_step: 'publish' }, error: 'not_found' },
    ],
    schema_diff: [
      { input: { before_yaml: before, after_yaml: before.replace('integer', 'number') } },
      { input: { before_yaml: before, after_yaml: '[' }, error: 'invalid_input' },
    ],
    handler_generate: [
      { input: { ...template, language: 'python' } },
      { input: { ...template, language: 'cobol' }, error: 'invalid_input' },
    ],
    task_list: [
      { input: { status: 'error', limit: 2 } },
      { input: { namespace: 'production', limit: 3 } },
      { input: { status: 'nonsense' }, error: 'invalid_input' },
    ],
    task_inspect: [{ input: { task_uuid: blockedTask } }, noTask],
    task_visualize: [{ input: { task_uuid: blockedTask } }, noTask],
    step_inspect: [{ input: step }, noStep],
    step_audit: [{ input: step }, noStep],
    dlq_list: [
      { input: { resolution_status: 'pending', limit: 2 } },
      { input: { resolution_status: 'Pending' }, error: 'invalid_input' },
    ],
    dlq_inspect: [
      { input: { task_uuid: exhaustedTask } },
      { input: { dlq_entry_uuid: pendingDlqEntry } },
      { input: {}, error: 'invalid_input' },
      noTask,
    ],
    dlq_stats: [{ input: {} }, { input: { reason: 'x' }, error: 'invalid_input' }],
    dlq_queue: [{ input: { limit: 3 } }, { input: { limit: 0 }, error: 'invalid_input' }],
    staleness_check: [{ input: { limit: 5 } }, { input: { health: 'ill' }, error: 'invalid_input' }],
    analytics_performance: [{ input: { sample_tasks: 3 } }, { input: { hours: 0 }, error: 'invalid_input' }],
    analytics_bottlenecks: [{ input: { limit: 3 } }, { input: { limit: 0 }, error: 'invalid_input' }],
    system_health: [{ input: {} }, { input: { deep: true }, error: 'invalid_input' }],
    system_config: [{ input: {} }, { input: { section: 'auth' }, error: 'invalid_input' }],
    template_list_remote: [{ input: { namespace: 'production' } }, { input: { namespace: '' }, error: 'invalid_input' }],
    template_inspect_remote: [
      { input: { namespace: 'production', name: 'order_fulfillment' } },
      { input: { namespace: 'production', name: 'nothing' }, error: 'not_found' },
    ],
    task_submit: [
      {
        input: { namespace: 'analytics', name: 'daily_report', context: { report_date: '2026-01-01' }, reason: 'A check' },
        drift: another((world) =>
          world.submit({
            namespace: 'analytics',
            name: 'daily_report',
            version: '1.0.0',
            context: { report_date: '2026-01-01' },
          }),
        ),
      },
      { input: { namespace: 'analytics', name: 'nothing', context: {}, reason: 'A check' }, error: 'not_found' },
    ],
    task_cancel: [{ input: { task_uuid: exhaustedTask }, drift: another((world) => world.cancelTask(exhaustedTask)) }, noTask],
    step_retry: [
      { input: { ...step, reason: 'The column is back' }, drift: resolved(failedStep) },
      { input: { task_uuid: blockedTask, step_uuid: exercise.finishedStep, reason: 'x' }, error: 'conflict' },
    ],
    step_resolve: [
      { input: { ...step, reason: 'Not needed' }, drift: resolved(failedStep) },
      { input: { task_uuid: blockedTask, step_uuid: nowhere, reason: 'x' }, error: 'not_found' },
    ],
    step_complete: [
      {
        input: { task_uuid: exhaustedTask, step_uuid: exhaustedStep, result: { charged: true }, reason: 'Charged by hand' },
        drift: resolved(exhaustedStep),
      },
      { input: { task_uuid: blockedTask, step_uuid: nowhere, result: {}, reason: 'x' }, error: 'not_found' },
    ],
    dlq_update: [
      {
        input: { dlq_entry_uuid: pendingDlqEntry, resolution_status: 'manually_resolved', resolution_notes: 'Charged by hand' },
        drift: another((world) => world.changeDlqEntry(pendingDlqEntry, { resolution: 'Cancelled' })),
      },
      { input: { dlq_entry_uuid: nowhere, resolution_notes: 'x' }, error: 'not_found' },
      { input: { dlq_entry_uuid: pendingDlqEntry }, error: 'invalid_input' },
    ],
  },
  prompts: {
    debug_stuck_task: { namespace: 'analytics' },
    assess_system_health: {},
    triage_dlq: { entries: '2' },
    review_performance: { hours: '24' },
    remediate_dlq: { task_uuid: exhaustedTask },
    respond_to_incident: { symptom: 'dead letters rise' },
  },
});

toolSnapshots({
  plugin: tasker,
  connections: { tasker: { url: 'http://127.0.0.1:8080' } },
  folder: new URL('__snapshots__/', import.meta.url),
});
