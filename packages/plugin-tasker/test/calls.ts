import type { JsonObject } from '@lineclear/core/plugin';
import { exercise } from '@lineclear/testing/tasker';

const { blockedTask, failedStep, exhaustedTask, runningTask, pendingDlqEntry } = exercise;
const step = { task_uuid: blockedTask, step_uuid: failedStep };

/** A call of every tool that asks the server, which succeeds on the exercise's history. */
export const calls: Readonly<Record<string, JsonObject>> = {
  task_list: { namespace: 'analytics', status: 'error' },
  task_inspect: { task_uuid: blockedTask },
  task_visualize: { task_uuid: blockedTask },
  step_inspect: step,
  step_audit: step,
  dlq_list: {},
  dlq_inspect: { task_uuid: exhaustedTask },
  dlq_stats: {},
  dlq_queue: {},
  staleness_check: {},
  analytics_performance: {},
  analytics_bottlenecks: {},
  system_health: {},
  system_config: {},
  template_list_remote: {},
  template_inspect_remote: { namespace: 'production', name: 'order_fulfillment' },
  task_submit: { namespace: 'analytics', name: 'daily_report', context: { report_date: '2026-01-01' }, reason: 'A check' },
  task_cancel: { task_uuid: runningTask },
  step_retry: { ...step, reason: 'The column is back' },
  step_resolve: { ...step, reason: 'Not needed' },
  step_complete: { ...step, result: { metrics: 37 }, reason: 'Counted by hand' },
  dlq_update: { dlq_entry_uuid: pendingDlqEntry, resolution_status: 'manually_resolved' },
};
