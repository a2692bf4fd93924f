import { exercise } from '@lineclear/testing/tasker';
import type { Example } from '../example.ts';
import type { World } from '../world.ts';

const { blockedTask, failedStep, exhaustedTask, pendingDlqEntry } = exercise;
const nowhere = '0190c5a2-0000-7000-8000-00000000dead';
const noTask = { args: { task_uuid: nowhere }, code: 'not_found' } as const;
const noStep = { args: { task_uuid: blockedTask, step_uuid: nowhere }, code: 'not_found' } as const;

export const taskerReads: readonly Example[] = [
  {
    tool: 'task_list',
    args: { namespace: 'analytics', status: 'error' },
    answers: { tasks: [{ task_uuid: exercise.errorTask, status: 'error' }], complete: true },
    error: { args: { status: 'broken' }, code: 'invalid_input' },
  },
  {
    tool: 'task_inspect',
    args: { task_uuid: blockedTask },
    answers: { task: { name: 'daily_report', status: 'blocked_by_failures' }, resumes_by_itself: false },
    error: noTask,
  },
  { tool: 'task_visualize', args: { task_uuid: blockedTask, graph_only: true }, answers: { detail_table: null }, error: noTask },
  {
    tool: 'step_inspect',
    args: { task_uuid: blockedTask, step_uuid: failedStep },
    answers: { step: { name: 'aggregate_metrics', handler: 'Reports.aggregate_metrics' } },
    error: noStep,
  },
  {
    tool: 'step_audit',
    args: { task_uuid: blockedTask, step_uuid: failedStep },
    answers: { step: { name: 'aggregate_metrics' }, manual_actions: [], manual_actions_complete: true },
    error: noStep,
  },
  {
    tool: 'dlq_list',
    args: { resolution_status: 'manually_resolved', limit: 1 },
    answers: { entries: [{ dlq_entry_uuid: exercise.resolvedDlqEntry, resolved_by: 'simulated-operator' }] },
    error: { args: { resolution_status: 'Pending' }, code: 'invalid_input' },
  },
  {
    tool: 'dlq_inspect',
    args: { task_uuid: exhaustedTask },
    answers: { entry: { dlq_entry_uuid: pendingDlqEntry }, failed_steps: [{ name: 'charge_payment', attempts: 3 }] },
    error: { args: { task_uuid: exercise.completeTask }, code: 'not_found' },
  },
  {
    tool: 'dlq_stats',
    args: {},
    answers: { sample: { complete: true } },
    error: { args: { reason: 'x' }, code: 'invalid_input' },
  },
  {
    tool: 'dlq_queue',
    args: { limit: 1 },
    answers: { entries: [{ dlq_entry_uuid: pendingDlqEntry, priority_base: 500 }], complete: false },
    error: { args: { limit: 0 }, code: 'invalid_input' },
  },
  {
    tool: 'staleness_check',
    args: { limit: 1 },
    answers: { tasks: [{ health: 'stale' }], complete: false },
    error: { args: { health: 'Stale' }, code: 'invalid_input' },
  },
  {
    tool: 'analytics_performance',
    args: { sample_tasks: 3 },
    answers: { window: { hours: 24 }, sample: { tasks: 3 } },
    error: { args: { hours: 0 }, code: 'invalid_input' },
  },
  {
    tool: 'analytics_bottlenecks',
    args: { limit: 1 },
    answers: { window_hours: 24, complete: false },
    error: { args: { limit: 0 }, code: 'invalid_input' },
  },
  {
    tool: 'system_health',
    args: {},
    answers: { overall_status: 'degraded', attention: [{ name: 'queue_depth' }] },
    error: { args: { deep: true }, code: 'invalid_input' },
  },
  {
    tool: 'system_config',
    args: {},
    answers: { metadata: { environment: 'sandbox (simulated data)' } },
    error: { args: { section: 'auth' }, code: 'invalid_input' },
  },
  {
    tool: 'template_list_remote',
    args: { namespace: 'analytics' },
    answers: { total: 2, complete: true },
    error: { args: { namespace: '' }, code: 'invalid_input' },
  },
  {
    tool: 'template_inspect_remote',
    args: { namespace: 'production', name: 'order_fulfillment' },
    answers: { version: '2.0.0', other_versions: ['1.0.0'] },
    error: { args: { namespace: 'production', name: 'nothing' }, code: 'not_found' },
  },
];

const stateOf =
  (stepUuid: string) =>
  ({ tasker }: World): string =>
    tasker.world.step(stepUuid).state;

export const taskerWrites: readonly Example[] = [
  {
    tool: 'task_submit',
    args: { namespace: 'analytics', name: 'daily_report', context: { report_date: '2026-01-01' }, reason: 'A missing day' },
    answers: { risk: 'additive', approval: { required: 'model' } },
    executes: {
      result: { name: 'daily_report', version: '1.0.0' },
      afterwards: ({ tasker }) => tasker.world.tasks()[0]?.reason,
      found: 'A missing day',
    },
    error: { args: { namespace: 'analytics', name: 'nothing', context: {}, reason: 'A check' }, code: 'not_found' },
  },
  {
    tool: 'step_retry',
    args: { task_uuid: blockedTask, step_uuid: failedStep, reason: 'The column is back' },
    answers: { risk: 'reversible', approval: { required: 'model' } },
    executes: { result: { name: 'aggregate_metrics' }, afterwards: stateOf(failedStep), found: 'pending' },
    error: { args: { task_uuid: blockedTask, step_uuid: exercise.finishedStep, reason: 'Again' }, code: 'conflict' },
  },
  {
    tool: 'step_resolve',
    args: { task_uuid: exercise.errorTask, step_uuid: exercise.errorStep, reason: 'The score is not needed' },
    answers: { risk: 'reversible' },
    executes: {
      result: { state: 'resolved_manually' },
      afterwards: stateOf(exercise.errorStep),
      found: 'resolved_manually',
    },
    error: { args: { task_uuid: blockedTask, step_uuid: nowhere, reason: 'x' }, code: 'not_found' },
  },
  {
    tool: 'step_complete',
    args: {
      task_uuid: exhaustedTask,
      step_uuid: exercise.exhaustedStep,
      result: { charged: true },
      reason: 'Charged by hand',
    },
    answers: { risk: 'reversible' },
    executes: { result: { state: 'complete' }, afterwards: stateOf(exercise.exhaustedStep), found: 'complete' },
    error: { args: { task_uuid: blockedTask, step_uuid: nowhere, result: {}, reason: 'x' }, code: 'not_found' },
  },
  {
    tool: 'dlq_update',
    args: { dlq_entry_uuid: pendingDlqEntry, resolution_status: 'manually_resolved', resolution_notes: 'Charged by hand' },
    answers: { risk: 'reversible' },
    executes: {
      result: { dlq_entry_uuid: pendingDlqEntry },
      afterwards: ({ tasker }) => tasker.world.dlqEntry(pendingDlqEntry).notes,
      found: 'Charged by hand',
    },
    error: { args: { dlq_entry_uuid: nowhere, resolution_notes: 'x' }, code: 'not_found' },
  },
  {
    tool: 'task_cancel',
    args: { task_uuid: exercise.runningTask },
    answers: { risk: 'destructive', approval: { required: 'client' } },
    executes: {
      result: { state: 'cancelled' },
      afterwards: ({ tasker }) => tasker.world.task(exercise.runningTask).state,
      found: 'cancelled',
    },
    error: noTask,
  },
];
